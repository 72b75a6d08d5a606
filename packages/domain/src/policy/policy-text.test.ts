import { describe, expect, it } from "vitest";
import { maskSecrets, readPolicyDocument } from "./policy-text.ts";

const MASK = "***masked***";
/** Put together here, so that no scanner takes this file for a leak. */
const joined = (...parts: string[]) => parts.join("");
const SECRET_KEY = joined("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY");
const GITHUB = joined("ghp", "_16C7e42F292c6912E7710c838347Ae178B4a");
const JWT = joined("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0In0.", "SflKxwRJSMeKKF2QT4fwpMeJ");

describe("maskSecrets", () => {
  it.each([
    ["a secret access key", SECRET_KEY, MASK],
    ["one among other words", `key=${SECRET_KEY}; region`, `key=${MASK}; region`],
    ["a token of GitHub", `Bearer ${GITHUB}`, `Bearer ${MASK}`],
    ["a fine-grained one", joined("github", "_pat_11ABCDEFG0123456789_abcdefghij"), MASK],
    ["a token of GitLab", joined("glpat", "-abcdefghij0123456789"), MASK],
    ["a token of Slack", joined("xoxb", "-123456789012-abcdefGHIJ"), MASK],
    ["a key of Stripe", joined("sk", "_live_abcdefghij0123456789"), MASK],
    ["a JWT", JWT, MASK],
    ["a JWT behind other letters", `token-${JWT}, and more`, `token-${MASK}, and more`],
    ["two JWTs", `${JWT} ${JWT}`, `${MASK} ${MASK}`],
    ["a PEM block", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", MASK],
    ["a PEM block that is cut short", "a -----BEGIN PRIVATE KEY-----\nMIIB", `a ${MASK}`],
  ])("masks %s", (_, text, expected) => {
    const document = { Statement: [{ Condition: { StringEquals: { "aws:userid": [text] } } }] };
    expect(maskSecrets(document)).toEqual({
      Statement: [{ Condition: { StringEquals: { "aws:userid": [expected] } } }],
    });
  });

  it.each([
    ["the id of an access key", joined("AKIA", "IOSFODNN7EXAMPLE")],
    ["an ARN with a part as long", `arn:aws:s3:::${"aB3".repeat(13)}x/file`],
    ["an ARN behind other words", `see arn:aws:s3:::${"aB3".repeat(13)}x`],
    ["a hash in hexadecimal digits", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["a longer text of the same letters", "aB3".repeat(20)],
    ["two parts of a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0"],
    ["three parts of another token", "eyJhbGciOiJIUzI1NiJ9.abcdefghijklmnop.abcdefghijkl"],
    ["an External ID", "rolecall-3f0c5b1e-7c1d-4e7a-8f60-2b9e6a1d4c55"],
    ["an action", "iam:GenerateServiceLastAccessedDetails"],
    ["the subject of a repository", "repo:example/service-12:ref:refs/heads/main"],
  ])("leaves %s as it is, and the value itself", (_, text) => {
    const document = { Resource: [text], at: new Date(0), count: 1, none: null };
    expect(maskSecrets(document)).toBe(document);
  });
});

const took = (text: string): number => {
  const startedAt = performance.now();
  maskSecrets({ Statement: [{ Sid: text }] });
  return performance.now() - startedAt;
};

it.each<[string, (times: number) => string]>([
  ["beginnings of JWTs", (times) => `${"eyJ-".repeat(10 * times)}.eyJaaaaaaaaaaaa`],
  ["beginnings of JWTs with dots", (times) => "eyJ-eyJ-eyJ.".repeat(4 * times)],
  ["what begins like a JWT again and again", (times) => "eyJhbGciOiJI.eyJzdWIiOiIx.".repeat(2 * times)],
  ["beginnings of PEM blocks", (times) => "-----BEGIN A".repeat(4 * times)],
  ["ends of a PEM block", (times) => `-----BEGIN A-----${"-----END A".repeat(4 * times)}`],
  [
    "an end of a PEM block that does not end",
    (times) => `-----BEGIN A-----${"-----END ".repeat(2 * times)}${"A ".repeat(10 * times)}`,
  ],
  ["beginnings of tokens", (times) => "ghp_glpat-xoxb-".repeat(3 * times)],
  ["what is as long as a key", (times) => `${"aB3/".repeat(10)},`.repeat(times)],
  ["one run without a blank", (times) => "aB3/".repeat(10 * times)],
  ["one word of words without a blank", (times) => "aB3/aB3/aB3/aB3/aB3/aB3/aB3/aB3/aB3/aB3-".repeat(times)],
])("ten times as much of %s takes no more than about ten times as long", (_, textOf) => {
  took(textOf(1_000));
  const [once, tenfold] = [
    Math.min(took(textOf(1_000)), took(textOf(1_000))),
    Math.min(took(textOf(10_000)), took(textOf(10_000))),
  ];
  // A quadratic path takes a hundred times as long. Below some milliseconds the clock and the machine tell nothing.
  expect(tenfold).toBeLessThan(40 * Math.max(once, 2));
});

describe("readPolicyDocument", () => {
  const document = { Statement: [{ Condition: { StringLike: { "aws:userid": "a+b c%20d" } } }] };

  it.each([
    ["URL-encoded", encodeURIComponent(JSON.stringify(document))],
    ["plain", JSON.stringify(document)],
    ["plain with white space before it", `\n ${JSON.stringify(document)}`],
    ["parsed", document],
  ])("reads a document that is %s", (_, source) => {
    expect(readPolicyDocument(source)).toEqual({ state: "parsed", document });
  });

  it.each([undefined, null, "", "%7Bnot json", "%E0%A4%A", "{", "null", "%5B%5D", [], 7])(
    "keeps %j apart as malformed",
    (source) => {
      expect(readPolicyDocument(source)).toEqual({ state: "malformed", reason: expect.stringMatching(/document/) });
    },
  );

  it("keeps a document apart that is nested more deeply than any policy", () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    for (const source of [deep, JSON.parse(deep)])
      expect(readPolicyDocument(source)).toMatchObject({ state: "malformed" });
  });

  it("keeps no secret, not even of a document that cannot be read", () => {
    const text = JSON.stringify({ Statement: [{ Sid: "x", Resource: `token ${GITHUB}` }] });
    for (const source of [encodeURIComponent(text), text, JSON.parse(text)]) {
      expect(JSON.stringify(readPolicyDocument(source))).not.toContain(GITHUB);
    }
    expect(JSON.stringify(readPolicyDocument(`{${GITHUB}`))).not.toContain(GITHUB.slice(4));
  });
});
