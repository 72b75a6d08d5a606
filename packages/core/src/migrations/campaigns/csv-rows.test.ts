import fc from "fast-check";
import { expect, test } from "vitest";
import { readCsv, writeCsv } from "./csv-rows.ts";

const cellsOf = (csv: string) => readCsv(csv, ["a", "b"]).map(({ cells }) => cells);

test("what is written is read back, whatever is in it", () => {
  // AWS lets no name begin with an apostrophe, nor white space stand around one.
  const text = fc.string({ unit: "binary" }).map((each) => each.trim().replace(/^'+/, "").trim());
  fc.assert(
    fc.property(fc.array(fc.record({ a: text, b: text }), { minLength: 1 }), (rows) => {
      const filled = rows.filter(({ a, b }) => a !== "" || b !== "");
      expect(cellsOf(writeCsv(["a", "b"], rows)).filter(({ a, b }) => a !== "" || b !== "")).toEqual(filled);
    }),
  );
});

test("no cell begins a formula, wherever it stands", () => {
  fc.assert(
    fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), (first, rest) => {
      const [, line = ""] = writeCsv(["a", "b"], [{ a: `${first}${rest}`, b: 1 }]).split("\r\n");
      expect(line.replace(/^"/, "")).toMatch(/^'/);
    }),
  );
});

test.each([
  ["a semicolon, as spreadsheets of half of Europe write it", "a;b\n1;2\n"],
  ["a tab", "a\tb\n1\t2"],
  ["a byte order mark", "\uFEFFa,b\r\n1,2\r\n\r\n"],
  ["what parts the cells of other files", "a,b,c\n1,2,x;y\tz\n"],
  ["columns that nobody asked for", "c,a,b\nx,1,2\n"],
])("is read with %s", (_, csv) => {
  expect(cellsOf(csv)).toMatchObject([{ a: "1", b: "2" }]);
});

test("each row knows its line", () => {
  expect(readCsv('a,b\n1,"two\nlines"\n3,4\n', ["a"]).map(({ line }) => line)).toEqual([3, 4]);
});

test.each([
  ["a column that is missing", "a,c\n1,2\n", /^csv: the first line names no column b$/],
  ["a quote that nothing ends", 'a,b\n"1,2\n', /^csv: it is no whole CSV/],
  ["a hundred columns", `a,b,${Array.from({ length: 98 }, (__, index) => `c${index}`).join(",")}\n`, /at most 64/],
])("%s is refused", (_, csv, message) => {
  expect(() => readCsv(csv, ["a", "b"])).toThrow(
    expect.objectContaining({ code: "INVALID", message: expect.stringMatching(message) }),
  );
});
