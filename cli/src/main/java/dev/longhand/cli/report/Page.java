package dev.longhand.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A page of HTML that needs nothing beside it: its pictures are in it. */
final class Page {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff;
             max-width: 1240px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.6rem; margin-bottom: .2rem; }
      h2 { font-size: 1.2rem; margin-top: 2.5rem; }
      p.note { color: #666; margin-top: 0; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; padding: .15rem 1.5rem .15rem 0; vertical-align: top; }
      th { font-weight: 600; }
      td.number, th.number { text-align: right; }
      tr + tr > td { border-top: 1px solid #eee; }
      img { max-width: 100%; height: auto; }
      """;

  private final StringBuilder html = new StringBuilder();

  Page(String title, String note) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(escaped(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n");
    note(note);
  }

  void heading(String text, String note) {
    html.append("<h2>").append(escaped(text)).append("</h2>\n");
    note(note);
  }

  private void note(String text) {
    html.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
  }

  void picture(byte[] png, String what) {
    html.append("<img alt=\"")
        .append(escaped(what))
        .append("\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(png))
        .append("\">\n");
  }

  /**
   * @param header may be empty
   * @param rows columns of numbers stand right
   */
  void table(List<String> header, List<List<String>> rows) {
    html.append("<table>\n");
    if (!header.isEmpty() && !rows.isEmpty()) {
      row("th", header, rows.get(0));
    }
    rows.forEach(row -> row("td", row, row));
    html.append("</table>\n");
  }

  private void row(String kind, List<String> cells, List<String> values) {
    html.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      boolean number = values.get(i).matches("-?[0-9][0-9.,]*(–[0-9]+)?( %)?");
      html.append('<').append(kind).append(number ? " class=\"number\">" : ">");
      html.append(escaped(cells.get(i))).append("</").append(kind).append('>');
    }
    html.append("</tr>\n");
  }

  byte[] toBytes() {
    return (html + "</body>\n</html>\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
