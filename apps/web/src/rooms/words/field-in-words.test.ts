import { expect, test } from "vitest";
import { fieldInWords } from "./field-in-words.ts";

test.each([
  ["accessKeyId, status, createdAt", "Access key id, status, created at"],
  ["hasConsolePassword, mfa", "Has console password, MFA"],
  ["name, roleArns", "Name, role ARNs"],
])("%s is %s", (fields, words) => {
  expect(fieldInWords(fields)).toBe(words);
});
