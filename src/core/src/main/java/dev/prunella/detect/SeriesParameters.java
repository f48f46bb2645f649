package dev.prunella.detect;

public record SeriesParameters(
    int warmUpPoints,
    double openDecades,
    double budgetDecades,
    int budgetPoints,
    int baselinePoints,
    int tailPoints,
    double priorWeight,
    int clearPoints,
    double clearFraction,
    long rebaseMillis,
    int rebasePoints,
    double peakWeight,
    double ampFloor,
    double quietFloor)
    implements java.io.Serializable {
  public static final SeriesParameters DEFAULT =
      new SeriesParameters(
          60, 3.5, 0.5, 4000, 2016, 8192, 32, 12, 0.6, 86_400_000L, 200, 0.3, 0.01, 0.05);
}
