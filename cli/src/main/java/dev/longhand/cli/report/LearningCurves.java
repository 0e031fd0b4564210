package dev.longhand.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How loss and accuracy went from epoch to epoch. */
final class LearningCurves {
  private static final Color TRAINING = new Color(0x99, 0x99, 0x99);
  private static final List<Color> VALIDATION =
      List.of(
          new Color(0x08, 0x51, 0x9c),
          new Color(0xd9, 0x5f, 0x0e),
          new Color(0x23, 0x8b, 0x45),
          new Color(0x75, 0x4c, 0x9c));

  private static final BasicStroke FIRM = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  private LearningCurves() {}

  /** Of characters, in per cent. */
  static byte[] accuracy(Metrics metrics) {
    XYChart chart = chart("accuracy, %", metrics);
    training(chart, metrics);
    validation(chart, metrics, " accuracy", "", 100, FIRM);
    validation(chart, metrics, " accuracy ignoring case", ", ignoring case", 100, DASHED);
    return png(chart);
  }

  /** Of words or lines, in per cent. */
  static byte[] texts(Metrics metrics) {
    XYChart chart = chart("exact, and character error rate, %", metrics);
    training(chart, metrics);
    validation(chart, metrics, " exact words", ", exact", 100, FIRM);
    validation(chart, metrics, " CER", ", CER", 100, DASHED);
    return png(chart);
  }

  /** An augmented sample is harder, so validation may be the better of the two. */
  private static void training(XYChart chart, Metrics metrics) {
    line(
        chart,
        "training, augmented",
        metrics,
        epoch -> 100 * epoch.trainAccuracy(),
        TRAINING,
        FIRM);
  }

  static byte[] loss(Metrics metrics) {
    XYChart chart = chart("loss", metrics);
    if (!metrics.steps().isEmpty()) {
      XYSeries steps =
          chart.addSeries(
              "each batch",
              metrics.steps().stream().mapToDouble(Metrics.Step::at).toArray(),
              metrics.steps().stream().mapToDouble(Metrics.Step::loss).toArray());
      steps.setMarker(SeriesMarkers.NONE);
      steps.setLineColor(new Color(0xcc, 0xcc, 0xcc));
      steps.setLineStyle(new BasicStroke(1));
    }
    line(chart, "training, augmented", metrics, Metrics.Epoch::trainLoss, TRAINING, FIRM);
    validation(chart, metrics, " loss", "", 1, FIRM);
    return png(chart);
  }

  private static void validation(
      XYChart chart,
      Metrics metrics,
      String ending,
      String addition,
      double unit,
      BasicStroke stroke) {
    var names = new TreeSet<String>();
    metrics.epochs().forEach(epoch -> names.addAll(epoch.validation().keySet()));
    names.removeIf(name -> !name.endsWith(ending));
    int color = 0;
    for (String name : names) {
      line(
          chart,
          name.substring(0, name.length() - ending.length()) + addition,
          metrics,
          epoch -> unit * epoch.validation().getOrDefault(name, Double.NaN),
          VALIDATION.get(color++ % VALIDATION.size()),
          stroke);
    }
  }

  private static void line(
      XYChart chart,
      String name,
      Metrics metrics,
      ToDoubleFunction<Metrics.Epoch> value,
      Color color,
      BasicStroke stroke) {
    XYSeries series =
        chart.addSeries(
            name,
            metrics.epochs().stream().mapToDouble(Metrics.Epoch::epoch).toArray(),
            metrics.epochs().stream().mapToDouble(value).toArray());
    series.setLineColor(color);
    series.setLineStyle(stroke);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(color);
  }

  private static XYChart chart(String what, Metrics metrics) {
    XYChart chart =
        new XYChartBuilder().width(860).height(420).xAxisTitle("epoch").yAxisTitle(what).build();
    var styler = chart.getStyler();
    var plain = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setBaseFont(plain);
    styler.setAxisTickLabelsFont(plain);
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    styler.setLegendFont(plain);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(Canvas.LINE);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setMarkerSize(5);
    styler.setLocale(Locale.ROOT);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax((double) metrics.epochs().get(metrics.epochs().size() - 1).epoch());
    return chart;
  }

  private static byte[] png(XYChart chart) {
    try {
      return ChartEncoder.getBytes(chart, "png");
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
