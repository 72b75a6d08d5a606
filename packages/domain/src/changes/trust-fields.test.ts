import { describe, expect, test } from "vitest";
import { changed, trust } from "./steps-fixture.ts";

const ROLE = { role_name: "deploy", arn: "arn:aws:iam::111122223333:role/deploy" };
const role = (name: string, account = "111122223333"): [string, string] => [
  "AWS",
  `arn:aws:iam::${account}:role/${name}`,
];
const user = (name: string): [string, string] => ["AWS", `arn:aws:iam::111122223333:user/${name}`];
const [AROA, AROA2, AIDA] = ["AROAEXAMPLE000000001", "AROAEXAMPLE000000002", "AIDAEXAMPLE000000001"].map(
  (id): [string, string] => ["AWS", id],
) as [[string, string], [string, string], [string, string]];
const ec2: [string, string] = ["Service", "ec2.amazonaws.com"];

describe("a principal that is deleted turns into its id", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: "appears as a unique principal ID"
  test.each<[string, [string, string][], [string, string][], string, string[], string[]]>([
    [
      "a role",
      [role("pipeline"), ec2],
      [AROA, ec2],
      "no longer admits role/pipeline, which was deleted",
      [],
      ["AWS arn:aws:iam::111122223333:role/pipeline"],
    ],
    [
      "a user",
      [user("ci")],
      [AIDA],
      "no longer admits user/ci, which was deleted",
      [],
      ["AWS arn:aws:iam::111122223333:user/ci"],
    ],
    [
      "a role of another account",
      [role("pipeline", "222233334444")],
      [AROA],
      "no longer admits role/pipeline of account 222233334444, which was deleted",
      [],
      ["AWS arn:aws:iam::222233334444:role/pipeline"],
    ],
    [
      "two roles",
      [role("a"), role("b")],
      [AROA, AROA2],
      "no longer admits role/a and role/b, which were deleted",
      [],
      ["AWS arn:aws:iam::111122223333:role/a", "AWS arn:aws:iam::111122223333:role/b"],
    ],
    [
      "beside one that is new",
      [role("pipeline")],
      [AROA, role("other")],
      "now also lets in role/other; no longer admits role/pipeline, which was deleted",
      ["AWS arn:aws:iam::111122223333:role/other"],
      ["AWS arn:aws:iam::111122223333:role/pipeline"],
    ],
    [
      "the way back is no new principal",
      [AROA],
      [role("pipeline")],
      "admits role/pipeline again",
      ["AWS arn:aws:iam::111122223333:role/pipeline"],
      [],
    ],
    [
      "one of two that went, and nobody knows which",
      [role("a"), role("b")],
      [AROA],
      `now also lets in ${AROA[1]}; no longer lets in role/a and role/b`,
      [`AWS ${AROA[1]}`],
      ["AWS arn:aws:iam::111122223333:role/a", "AWS arn:aws:iam::111122223333:role/b"],
    ],
    [
      "an id of a user is no role",
      [role("a")],
      [AIDA],
      `now also lets in ${AIDA[1]}; no longer lets in role/a`,
      [`AWS ${AIDA[1]}`],
      ["AWS arn:aws:iam::111122223333:role/a"],
    ],
    ["an id that is taken out", [AROA, ec2], [ec2], `no longer lets in ${AROA[1]}`, [], [`AWS ${AROA[1]}`]],
  ])("%s", (_, before, after, words, gained, lost) => {
    const { summary, fields } = changed("role", ROLE, trust(...before), trust(...after));
    expect(summary).toBe(`Trust policy of role deploy changed: ${words}`);
    expect(fields.find(({ field }) => field === "trust.principals")).toMatchObject({ gained, lost });
  });
});
