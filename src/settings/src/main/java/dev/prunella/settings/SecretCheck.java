package dev.prunella.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses secrets that stand in the configuration: it is committed, copied and printed. */
final class SecretCheck {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(password|passphrase|secret|user\\.info|jaas\\.config|keystore\\.key"
              + "|(secret|access|api|private)[._-]?key(\\.id)?|[._-]token)");
  private static final Pattern PASSWORD_IN_JAAS =
      Pattern.compile("(?i)\\b\\w*(password|secret)\\w*\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s;]+)");
  private static final Pattern USER_IN_URL = Pattern.compile("^\\w+://[^/]*@.*");

  private SecretCheck() {}

  static void check(Setting root, List<Problem> problems) {
    properties(root.entries("connection", "kafka"), problems);
    properties(root.entries("connection", "registry", "properties"), problems);
    root.entries("connection", "executor", "webhooks")
        .forEach((service, webhook) -> webhook(service, webhook, problems));
    root.get("connection", "registry", "url")
        .filter(url -> USER_IN_URL.matcher(url.text()).matches())
        .ifPresent(
            url ->
                problems.add(
                    Problem.of(
                        url,
                        "holds user and password",
                        "",
                        "move them to registry.properties: basic.auth.credentials.source: USER_INFO"
                            + " and basic.auth.user.info: ${env:REGISTRY_USER_INFO}")));
  }

  private static void webhook(String service, Setting webhook, List<Problem> problems) {
    webhook
        .get("url")
        .filter(url -> USER_IN_URL.matcher(url.text()).matches())
        .ifPresent(
            url ->
                problems.add(
                    Problem.of(
                        url,
                        "holds user and password",
                        "",
                        "take them out: a webhook logs in with token: ${env:"
                            + variable(service + "_token")
                            + "}")));
    webhook
        .get("token")
        .filter(token -> !token.text().isEmpty() && !Reference.isIn(token.text()))
        .ifPresent(
            token ->
                problems.add(
                    Problem.of(
                        token,
                        "holds a secret",
                        "",
                        "keep it out of the file: write ${env:"
                            + variable(service + "_token")
                            + "} or ${file:PATH} in its place")));
  }

  private static void properties(Map<String, Setting> properties, List<Problem> problems) {
    properties.forEach(
        (name, value) -> {
          if (isSecret(name) && isLiteral(name, value.text())) {
            problems.add(
                Problem.of(
                    value,
                    "holds a secret",
                    "",
                    "keep it out of the file: write ${env:"
                        + variable(name)
                        + "} or ${file:PATH} in its place"));
          }
        });
  }

  static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  private static boolean isLiteral(String name, String value) {
    if (!Reference.isIn(value)) {
      return !value.isEmpty();
    }
    if (!name.toLowerCase(Locale.ROOT).endsWith("jaas.config")) {
      return false;
    }
    Matcher password = PASSWORD_IN_JAAS.matcher(value);
    while (password.find()) {
      if (!Reference.isIn(password.group(2))) {
        return true;
      }
    }
    return false;
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }
}
