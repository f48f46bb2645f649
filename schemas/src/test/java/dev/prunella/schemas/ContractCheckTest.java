package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check finds what is planted: a guard that never fires would pass every build. */
class ContractCheckTest {

  private static final String COLOR =
      "{'type':'enum','name':'Color','symbols':['UNKNOWN','RED'],'default':'UNKNOWN'}";
  private static final String FIELDS =
      "{'name':'id','type':'string','doc':'d'},"
          + "{'name':'size','type':'double','default':0.0,'doc':'d'},"
          + "{'name':'color','type':"
          + COLOR
          + ",'doc':'d'}";

  private final Schema published = schema(FIELDS);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a field is renamed without an alias   | 'name':'id'         | 'name':'key'",
        "a field with a default is narrowed    | 'double','default':0.0 | 'int','default':0",
        "a field changes its type              | 'id','type':'string'   | 'id','type':'long'",
        "a field is added without a default    | {'name':'id'     |"
            + " {'name':'x','type':'int','doc':'d'},{'name':'id'",
        "a field without a default is removed  | {'name':'id','type':'string','doc':'d'}, | ",
        "a symbol goes and there is no default | ,'RED'],'default':'UNKNOWN' | ]",
        "an enum is renamed                    | 'Color'             | 'Colour'",
      })
  void shouldRefuseWhatSomeVersionCannotRead(String change, String before, String after) {
    String fields = FIELDS.replace(before, after == null ? "" : after);
    assertFalse(fields.equals(FIELDS), "nothing changed");
    List<String> found = ContractCheck.incompatibilities(schema(fields), List.of(published));
    assertFalse(found.isEmpty(), change);
    assertTrue(found.get(0).contains("version 1"), found.get(0));
    assertTrue(found.get(0).contains("refused"), found.get(0));
  }

  @Test
  void shouldRefuseARenamedRecord() {
    Schema renamed = new Schema.Parser().parse(published.toString().replace("Thing", "Object"));
    assertFalse(ContractCheck.incompatibilities(renamed, List.of(published)).isEmpty());
  }

  @Test
  void shouldHoldAgainstEveryVersionAndNotOnlyTheNewest() {
    Schema without =
        schema(FIELDS.replace("{'name':'size','type':'double','default':0.0,'doc':'d'},", ""));
    Schema again = schema(FIELDS.replace("'double','default':0.0", "'string','default':''"));
    assertEquals(List.of(), ContractCheck.incompatibilities(without, List.of(published)));
    assertEquals(List.of(), ContractCheck.incompatibilities(again, List.of(without)));
    assertFalse(ContractCheck.incompatibilities(again, List.of(published, without)).isEmpty());
  }

  @Test
  void shouldPermitWhatEveryVersionCanRead() {
    String fields =
        FIELDS.replace("'RED'", "'RED','BLUE'")
            + ",{'name':'note','type':['null','string'],'default':null,'doc':'d'}";
    assertEquals(List.of(), ContractCheck.incompatibilities(schema(fields), List.of(published)));
  }

  @Test
  void shouldSeeChangesOfDefaultsButNotOfDocs() {
    assertTrue(ContractCheck.same(published, schema(FIELDS.replace("'doc':'d'", "'doc':'e'"))));
    assertFalse(ContractCheck.same(published, schema(FIELDS.replace("0.0", "1.0"))));
    assertFalse(ContractCheck.same(published, schema(FIELDS.replace("'RED'", "'RED','BLUE'"))));
  }

  @Test
  void shouldNotPublishWhatIsOnlyForJava() {
    Schema java =
        schema(FIELDS.replace("'string'", "{'type':'string','avro.java.string':'String'}"));
    assertTrue(ContractCheck.same(published, java));
    assertEquals(ContractCheck.published(published), ContractCheck.published(java));
  }

  @Test
  void shouldFindMissingDocsAndEnumDefaults() {
    assertEquals(List.of(), ContractCheck.gaps(published));
    String undocumented = FIELDS.replaceFirst(",'doc':'d'", "");
    assertTrue(ContractCheck.gaps(schema(undocumented)).get(0).startsWith("Thing.id has no doc"));
    String closed = FIELDS.replace(",'default':'UNKNOWN'", "");
    assertTrue(ContractCheck.gaps(schema(closed)).get(0).startsWith("Color has no default"));
  }

  private static Schema schema(String fields) {
    return new Schema.Parser()
        .parse(
            ("{'type':'record','name':'Thing','doc':'d','fields':[" + fields + "]}")
                .replace('\'', '"'));
  }
}
