package dev.prunella.app.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The figures of all runs as a picture: four charts, a bar for each run. */
public final class Plot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;
  private static final Color[] BACKENDS = {new Color(0x6A4C93), new Color(0x1982C4)};

  private Plot() {}

  /**
   * Draws it.
   *
   * @param file a PNG, replaced if it is there
   */
  public static void write(List<Run> runs, Path file) throws IOException {
    List<CategoryChart> charts =
        List.of(
            chart(
                "Throughput of the job by the pass-through's", "share", runs, Run::throughputRatio),
            chart(
                "Failed run to signal, p99 by the pass-through's",
                "times",
                runs,
                Run::signalP99Ratio),
            chart("Failed run to command, p99", "ms", runs, Run::commandP99Ms),
            chart("Checkpoint under load", "s", runs, Run::checkpointSeconds));
    BitmapEncoder.saveBitmap(charts, 2, 2, file.toString(), BitmapFormat.PNG);
  }

  private static CategoryChart chart(
      String title, String unit, List<Run> runs, ToDoubleFunction<Run> figure) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("stages")
            .yAxisTitle(unit)
            .build();
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideE)
        .setSeriesColors(BACKENDS)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setAvailableSpaceFill(0.7);
    Set<String> backends = new LinkedHashSet<>();
    Set<String> stages = new LinkedHashSet<>();
    for (Run run : runs) {
      backends.add(run.backend());
      stages.add("%,d".formatted(run.stages()));
    }
    for (String backend : backends) {
      List<Double> values = new ArrayList<>();
      for (Run run : runs) {
        if (run.backend().equals(backend)) {
          double value = figure.applyAsDouble(run);
          values.add(value < 100 ? Math.round(value * 100) / 100.0 : Math.rint(value));
        }
      }
      chart.addSeries(backend, new ArrayList<>(stages), values);
    }
    return chart;
  }
}
