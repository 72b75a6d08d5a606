import type { OwnerMatch, OwnerSource } from "@rolecall/domain";
import { expect, test } from "vitest";
import { matchInWords, sourceInWords } from "./owner-words.ts";

test.each<[OwnerMatch, string[]]>([
  [{ userName: "svc-*" }, ["name svc-*"]],
  [{ pathPrefix: "/ci/", tag: { key: "team" } }, ["path /ci/", "tag team, any value"]],
  [{ tag: { key: "team", value: "" } }, ["tag team = "]],
  [{ awsAccountIds: ["111122223333", "444455556666"] }, ["account 111122223333 or 444455556666"]],
])("%j is told as %j", (match, words) => {
  expect(matchInWords(match)).toEqual(words);
});

test.each<[OwnerSource, string]>([
  [{ kind: "plan" }, "from the plan"],
  [{ kind: "by_hand", by: "ann", at: new Date(0) }, "assigned by ann"],
  [{ kind: "rule", ruleId: "0197f0c0-0000-7000-8000-000000000001", number: 2 }, "by rule 2"],
  [{ kind: "tag", key: "Team" }, "from tag Team"],
  [{ kind: "nobody" }, "no plan, rule or tag names one"],
])("%j is told as %s", (source, words) => {
  expect(sourceInWords(source)).toBe(words);
});
