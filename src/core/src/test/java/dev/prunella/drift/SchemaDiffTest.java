package dev.prunella.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.SchemaChange;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Each kind of change, as it is named. In the schemas ' stands for ". */
class SchemaDiffTest {
  private static final String ID = "{'name':'id','type':'long'}";

  @Test
  void shouldFindNothingInTheSameSchema() {
    assertChanges(ID, ID);
  }

  @Test
  void shouldNameAnAddedField() {
    assertChanges(ID, ID + ",{'name':'n','type':'int'}", "ADDED n: '' -> 'int' FORWARD");
    assertChanges(ID, ID + ",{'name':'n','type':'int','default':0}", "ADDED n: '' -> 'int' FULL");
  }

  @Test
  void shouldNameARemovedField() {
    assertChanges(ID + ",{'name':'n','type':'int'}", ID, "REMOVED n: 'int' -> '' BACKWARD");
  }

  @Test
  void shouldNameARenamedFieldByItsAlias() {
    assertChanges(
        ID,
        "{'name':'order_id','type':'long','aliases':['id']}",
        "RENAMED id: 'id' -> 'order_id' BACKWARD");
  }

  @Test
  void shouldNotTakeAnAliasForARenameWhileTheOldFieldIsStillThere() {
    assertChanges(
        ID,
        ID + ",{'name':'key','type':'long','aliases':['id'],'default':0}",
        "ADDED key: '' -> 'long' FULL");
  }

  @Test
  void shouldNameARetypedField() {
    assertChanges(ID, "{'name':'id','type':'string'}", "RETYPED id: 'long' -> 'string' BREAKING");
    assertChanges("{'name':'id','type':'int'}", ID, "RETYPED id: 'int' -> 'long' BACKWARD");
  }

  @Test
  void shouldTellALogicalTypeFromAnother() {
    assertChanges(
        "{'name':'p','type':{'type':'bytes','logicalType':'decimal','precision':10,'scale':2}}",
        "{'name':'p','type':{'type':'bytes','logicalType':'decimal','precision':12}}",
        "RETYPED p: 'decimal(10,2)' -> 'decimal(12,0)' BREAKING");
  }

  @Test
  void shouldCallItABreakWhenMillisecondsBecomeMicroseconds() {
    String millis = "{'name':'t','type':{'type':'long','logicalType':'timestamp-millis'}}";
    String micros = "{'name':'t','type':{'type':'long','logicalType':'timestamp-micros'}}";

    assertChanges(millis, micros, "RETYPED t: 'timestamp-millis' -> 'timestamp-micros' BREAKING");
    assertEquals(
        Compatibility.BREAKING,
        SchemaDiff.compatibility(schema("Order", millis), schema("Order", micros)));
  }

  @Test
  void shouldNameTheSymbolsOfAnEnum() {
    assertChanges(
        "{'name':'s','type':{'type':'enum','name':'S','symbols':['A']}}",
        "{'name':'s','type':{'type':'enum','name':'S','symbols':['A','B']}}",
        "SYMBOLS_CHANGED s: '[A]' -> '[A, B]' BACKWARD");
  }

  @Test
  void shouldNameANestedFieldByItsPath() {
    assertChanges(
        nested("{'name':'zip','type':'int'}"),
        nested("{'name':'zip','type':'string'}"),
        "RETYPED address.zip: 'int' -> 'string' BREAKING");
    assertChanges(
        "{'name':'tags','type':{'type':'array','items':'int'}}",
        "{'name':'tags','type':{'type':'array','items':'string'}}",
        "RETYPED tags[]: 'int' -> 'string' BREAKING");
  }

  @Test
  void shouldNameAChangeOfNullability() {
    assertChanges(
        ID,
        "{'name':'id','type':['null','long']}",
        "RETYPED id: 'long' -> 'optional long' BACKWARD");
  }

  @Test
  void shouldNameAChangedDefaultWhichBreaksNobody() {
    assertChanges(
        "{'name':'n','type':['null','int'],'default':null}",
        "{'name':'n','type':['null','int']}",
        "DEFAULT_CHANGED n: 'null' -> '' FULL");
    assertChanges(
        "{'name':'n','type':'bytes','default':'a'}", "{'name':'n','type':'bytes','default':'a'}");
  }

  @Test
  void shouldNameARecordThatChangedItsName() {
    List<SchemaChange> changes = SchemaDiff.between(schema("Order", ID), schema("Sale", ID));

    assertEquals(List.of("RETYPED : 'record Order' -> 'record Sale' BREAKING"), read(changes));
  }

  @Test
  void shouldCompareARecordThatContainsItself() {
    String next = ",{'name':'next','type':['null','Order'],'default':null}";

    assertChanges(
        ID + next, "{'name':'id','type':'int'}" + next, "RETYPED id: 'long' -> 'int' FORWARD");
  }

  @Test
  void shouldJudgeAsAvroDoes() {
    Schema one = schema("Order", ID);

    assertEquals(Compatibility.FULL, SchemaDiff.compatibility(one, one));
    assertEquals(
        Compatibility.FORWARD,
        SchemaDiff.compatibility(one, schema("Order", ID + ",{'name':'n','type':'int'}")));
  }

  private static void assertChanges(String before, String after, String... expected) {
    List<SchemaChange> changes =
        SchemaDiff.between(schema("Order", before), schema("Order", after));
    assertEquals(List.of(expected), read(changes));
  }

  private static List<String> read(List<SchemaChange> changes) {
    return changes.stream()
        .map(
            c ->
                "%s %s: '%s' -> '%s' %s"
                    .formatted(
                        c.getKind(),
                        c.getPath(),
                        c.getBefore(),
                        c.getAfter(),
                        c.getCompatibility()))
        .toList();
  }

  private static String nested(String field) {
    return "{'name':'address','type':{'type':'record','name':'Address','fields':[" + field + "]}}";
  }

  private static Schema schema(String name, String fields) {
    String json = "{'type':'record','name':'" + name + "','fields':[" + fields + "]}";
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}
