import { execFileSync } from "node:child_process";
import { parse as parseHcl } from "@cdktf/hcl2json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { commented } from "./comments.ts";
import { hclText } from "./hcl.ts";
import { jsonText } from "./json.ts";
import { mark } from "./marks.ts";
import { jsonFile, word } from "./shell.ts";
import { tsValue } from "./typescript.ts";
import { Remarked, yaml, yamlText } from "./yaml.ts";

const SIGNS = [
  "$",
  "%",
  "{",
  "}",
  "\\",
  '"',
  "'",
  "`",
  "\n",
  "\r",
  "\b",
  "\f",
  "b",
  "f",
  "!",
  "#",
  " ",
  "\u0085",
  "\u2028",
  "\ufeff",
  "é",
  "😀",
];
const text = fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 12 });
/** A text with a value in it, whose answer is `answer`. */
const around = fc.tuple(text, text).map(([before, after]) => ({
  text: before + mark("REGION") + after,
  meant: `${before}answer${after}`,
}));

/** What hcl2json writes for what Terraform has, its variable answered. */
const fromTemplate = (written: string): string =>
  written.replaceAll(/([$%])\1\{|\$\{var\.region\}/g, (_, sign?: string) => (sign ? `${sign}{` : "answer"));

describe("a text around a value is read as it was meant", () => {
  test("by Terraform", async () => {
    await fc.assert(
      fc.asyncProperty(around, text, async (one, plain) => {
        // hcl2json writes a $ before a variable as it writes an escaped one: see below.
        fc.pre(!/[$%]\uFDD0/.test(one.text));
        const body = `locals {\n  a = ${hclText(one.text)}\n  b = ${hclText(plain)}\n}\n`;
        const { locals } = (await parseHcl("a.tf", body)) as { locals: { a: string; b: string }[] };
        expect(fromTemplate(locals[0]!.a)).toBe(one.meant.normalize("NFC"));
        expect(fromTemplate(locals[0]!.b)).toBe(plain.normalize("NFC"));
      }),
      { numRuns: 300 },
    );
  });

  test("by Terraform, where a sign stands before the value that would make it a text", () => {
    expect(hclText(`a$${mark("REGION")}`)).toBe(`"a\\u0024\${var.region}"`);
    expect(hclText(`a$%${mark("REGION")}$`)).toBe(`"a\\u0024\\u0025\${var.region}$"`);
  });

  test("by TypeScript", () => {
    fc.assert(
      fc.property(around, text, (one, plain) => {
        const source = tsValue({ a: one.text, [one.text]: plain, list: [plain] });
        const read = new Function("props", `return ${source}`)({ region: "answer" });
        expect(read).toEqual({ a: one.meant, [one.meant]: plain, list: [plain] });
      }),
      { numRuns: 500 },
    );
  });

  test("by a shell, as a word and within a document", () => {
    fc.assert(
      fc.property(around, text, (one, plain) => {
        const script = `REGION=answer; work=$(mktemp -d); printf '%s\\0' ${word(one.text)} ${word(plain)}
${jsonFile("document.json", [one.text, plain])}
cat "$work/document.json"; rm -r "$work"`;
        for (const shell of ["sh", "bash"]) {
          const [first, second, document = ""] = execFileSync(shell, ["-c", script], { encoding: "utf8" }).split("\0");
          expect([first, second, JSON.parse(document)]).toEqual([one.meant, plain, [one.meant, plain]]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("a structure as YAML", () => {
  const structure = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("map")),
    list: fc.array(tie("value"), { maxLength: 3 }),
    map: fc.dictionary(
      fc.oneof(text, fc.constantFrom("yes", "no", "null", "on", "y", "1", "comment", "value")),
      tie("value"),
      { maxKeys: 3 },
    ),
  }));

  test("is read back as it was", () => {
    fc.assert(
      fc.property(structure.map, (map) => {
        fc.pre(Object.keys(map as object).length > 0);
        expect(parse(yaml(map))).toEqual(map);
      }),
      { numRuns: 500 },
    );
  });

  test("has no character that YAML 1.1 would take for the end of a line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (given) => {
        expect(yamlText(given)).not.toMatch(/[\x7f-\x9f\u2028\u2029\ufeff]/);
      }),
    );
  });

  test("has its comments above the keys", () => {
    expect(yaml({ a: new Remarked("# why", { b: "c" }) })).toBe('# why\na:\n  b: "c"\n');
  });
});

test("JSON is in ASCII, and the same", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const written = jsonText(JSON.parse(json));
      expect(written).toMatch(/^[\n -~]*$/);
      expect(JSON.parse(written)).toEqual(JSON.parse(json));
    }),
  );
});

test("a comment stays a comment, whatever is in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (given) => {
      for (const line of commented("#", given).split(/[\n\r\u0085\u2028\u2029]/)) expect(line).toMatch(/^#/);
    }),
  );
});
