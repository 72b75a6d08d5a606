import { expect, it } from "vitest";
import { SharedTexts } from "./shared-texts.ts";

it("reads equal documents once, and others apart", () => {
  const shared = new SharedTexts();
  const encoded = encodeURIComponent('{"Statement":[]}');
  const document = shared.document(encoded);
  expect(document).toEqual({ state: "parsed", document: { Statement: [] } });
  expect(shared.document(`${encoded}`)).toBe(document);
  expect(shared.document(encodeURIComponent('{"Statement":{}}'))).not.toBe(document);
  expect(shared.document(undefined)).toMatchObject({ state: "malformed" });
});

it("gives texts as they are", () => {
  const shared = new SharedTexts();
  for (const text of [
    "",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "物流システム部",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
  ]) {
    expect(shared.text(text)).toBe(text);
  }
});
