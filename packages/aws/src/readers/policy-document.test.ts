import { expect, it } from "vitest";
import { readPolicyDocument } from "./policy-document.ts";

const document = { Statement: [{ Condition: { StringLike: { "aws:userid": "a+b c%20d" } } }] };

it.each([
  ["URL-encoded", encodeURIComponent(JSON.stringify(document))],
  ["plain", JSON.stringify(document)],
  ["plain with white space before it", `\n ${JSON.stringify(document)}`],
])("reads a document that is %s", (_, text) => {
  expect(readPolicyDocument(text)).toEqual({ state: "parsed", document });
});

it.each([undefined, "", "%7Bnot json", "%E0%A4%A", "{", "null", "%5B%5D"])("keeps %s apart as malformed", (text) => {
  expect(readPolicyDocument(text)).toEqual({ state: "malformed", reason: expect.stringMatching(/document/) });
});
