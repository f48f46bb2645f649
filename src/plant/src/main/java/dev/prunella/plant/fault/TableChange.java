package dev.prunella.plant.fault;

/** What a fault does to the table that a pipeline reads. */
public enum TableChange {
  NONE {
    @Override
    public SourceTable of(SourceTable usual) {
      return usual;
    }
  },
  /** The column stays: what reads it gets used to it, or is made to. */
  ADDED {
    @Override
    public SourceTable of(SourceTable usual) {
      return usual;
    }
  },
  DROPPED {
    @Override
    public SourceTable of(SourceTable usual) {
      return usual.without(COLUMN);
    }
  },
  RENAMED {
    @Override
    public SourceTable of(SourceTable usual) {
      return usual.renamed(COLUMN, "client_id");
    }
  },
  RETYPED {
    @Override
    public SourceTable of(SourceTable usual) {
      return usual.retyped(COLUMN, "\"string\"");
    }
  };

  private static final String COLUMN = "customer_id";

  /** The table while the fault lasts; what was added is usual by then. */
  public abstract SourceTable of(SourceTable usual);
}
