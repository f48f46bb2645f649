package dev.prunella.schemas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import java.io.IOException;

/** JSON that is well-formed but holds at some path what the record cannot take. */
final class InvalidFieldException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Values are quoted in messages up to this many characters. */
  private static final int MAX_QUOTED = 60;

  private InvalidFieldException(String message) {
    super(message);
  }

  /** The parser stands on a value that is not what was expected there. */
  static InvalidFieldException at(JsonParser parser, String expected) throws IOException {
    return new InvalidFieldException(
        path(parser) + " is " + seen(parser) + ", expected " + expected + ".");
  }

  /** The parser stands on the end of an object that lacks a field. */
  static InvalidFieldException missing(JsonParser parser, String field, String expected) {
    String parent = path(parser);
    return new InvalidFieldException(
        (parent.equals("The value") ? field : parent + "." + field)
            + " is missing, expected "
            + expected
            + ".");
  }

  private static String seen(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        return "an object";
      case START_ARRAY:
        return "an array";
      case VALUE_NULL:
        return "null";
      case VALUE_STRING:
        return "\"" + shortened(parser.getText()) + "\"";
      default:
        return shortened(parser.getText());
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }

  /** As in {@code evidence[3].changes[0].kind}. */
  private static String path(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    if (parser.currentToken() != null && parser.currentToken().isStructStart()) {
      // The parser has already gone into the object or array that is the value.
      context = context.getParent();
    }
    StringBuilder path = new StringBuilder();
    for (; context != null && !context.inRoot(); context = context.getParent()) {
      if (context.inArray()) {
        path.insert(0, "[" + context.getCurrentIndex() + "]");
      } else {
        path.insert(0, "." + context.getCurrentName());
      }
    }
    return path.length() == 0 ? "The value" : path.substring(1);
  }
}
