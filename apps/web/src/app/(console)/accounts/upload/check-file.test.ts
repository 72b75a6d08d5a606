import { UPLOAD_FILES } from "@rolecall/domain";
import { expect, it } from "vitest";
import { problemOfChoice, problemOfFile, sizeInWords } from "./check-file.ts";

const { maxBytes } = UPLOAD_FILES["credential-report"];

it("takes a file of any size up to the largest", () => {
  for (const size of [1, maxBytes]) expect(problemOfFile("credential-report", { name: "r.json", size })).toBeNull();
});

it("refuses an empty file with the command that makes it", () => {
  expect(problemOfFile("authorization-details", { name: "details.json", size: 0 })).toBe(
    `details.json is empty. Make it again: ${UPLOAD_FILES["authorization-details"].command}`,
  );
});

it("refuses a file that is too large before it is sent", () => {
  expect(problemOfFile("credential-report", { name: "r.json", size: maxBytes + 1 })).toBe(
    "r.json has 16.0 MB; at most 16 MB are taken. Is it the right file?",
  );
});

it("needs the authorization details, and names the first file that cannot be sent", () => {
  const details = { name: "details.json", size: 1 };
  const empty = { name: "report.csv", size: 0 };
  expect(problemOfChoice({})?.file).toBe("authorization-details");
  expect(problemOfChoice({ "credential-report": empty })?.file).toBe("authorization-details");
  expect(problemOfChoice({ "authorization-details": details, "credential-report": empty })?.file).toBe(
    "credential-report",
  );
  expect(problemOfChoice({ "authorization-details": details })).toBeNull();
});

it.each([
  [1, "1 KB"],
  [348_160, "340 KB"],
  [1_258_291, "1.2 MB"],
])("%i bytes are %s", (bytes, words) => expect(sizeInWords(bytes)).toBe(words));
