package dev.prunella.app;

import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Member;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which members of a local cluster run. */
@Command(
    name = "status",
    description = "Shows which members of the cluster run.",
    footer = {"", "Exit code: 0 all run; 1 one does not."})
final class ClusterStatusVerb implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;

  @Option(names = "--json", description = "Answers with one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LocalCluster local = cluster.local();
    List<Member> members = local.members();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.write(
              Map.of(
                  "web_ui", local.rest().toString(),
                  "brokers", local.brokers(),
                  "registry", local.registryUrl(),
                  "members", members.stream().map(member -> row(local, member)).toList())));
    } else {
      TextTable table = new TextTable().row("MEMBER", "STATE", "PID", "ADDRESS", "LOG");
      for (Member member : members) {
        boolean alive = member.isAlive();
        table.row(
            member.name(),
            alive ? "running" : "down",
            alive ? Long.toString(member.pid()) : "-",
            address(local, member),
            member.log().toString());
      }
      table.lines().forEach(out::println);
    }
    return members.stream().allMatch(Member::isAlive) ? 0 : 1;
  }

  private static Map<String, Object> row(LocalCluster local, Member member) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", member.name());
    row.put("running", member.isAlive());
    row.put("pid", member.isAlive() ? member.pid() : null);
    row.put("log", member.log().toString());
    return row;
  }

  private static String address(LocalCluster local, Member member) {
    return switch (member.name()) {
      case LocalCluster.KAFKA -> local.brokers();
      case LocalCluster.REGISTRY -> local.registryUrl();
      case LocalCluster.JOB_MANAGER -> local.rest().toString();
      default -> "";
    };
  }
}
