package dev.prunella.executor;

/** Is told where the executor is, so that a test can end the process just there. */
@FunctionalInterface
interface Seams {
  Seams NONE = seam -> {};

  void at(Seam seam);
}
