import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accountId } from "./accounts.ts";
import { fillIn } from "./placeholders.ts";
import { ROLES, Story, USERS } from "./stories.ts";
import type { CredentialLife } from "./users.ts";

const USER = { userName: "svc-depot", account: "production", createdDay: -200 };
const ROLE = {
  roleName: "depot",
  trust: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::{{account:shared}}:root" }, Action: "sts:AssumeRole" }],
  in: { production: { createdDay: 3 }, staging: { createdDay: 5, maxSessionHours: 4 } },
};
const refusal = (story: object) => Story.safeParse({ about: "a test", ...story }).error?.message;

describe("what a story may say", () => {
  it("takes a user and a role as they stand in the data's README", () => {
    const readme = readFileSync(new URL("../../data/README.md", import.meta.url), "utf8");
    const story = Story.parse(JSON.parse(/```json\n([^`]*)```/.exec(readme)![1]!));
    expect(story.users.map(({ userName }) => userName)).toEqual(["svc-depot-labels"]);
    expect(story.roles.flat().map(({ roleName, account }) => [roleName, account])).toEqual([
      ["depot-labels", "production"],
    ]);
  });

  it("makes a role in each account, with what the account has of its own", () => {
    const [roles] = Story.parse({ about: "a test", roles: [ROLE] }).roles;
    expect(roles!.map(({ account, createdDay, maxSessionHours }) => [account, createdDay, maxSessionHours])).toEqual([
      ["production", 3, 1],
      ["staging", 5, 4],
    ]);
    expect(roles![0]!.trust).toMatchObject([{ Principal: { AWS: `arn:aws:iam::${accountId("shared")}:root` } }]);
  });

  it.each([
    ["a misspelt field", { users: [{ ...USER, keyz: [] }] }, /keyz/],
    ["an account that is not there", { users: [{ ...USER, account: "prod" }] }, /account/],
    ["a day after the story", { users: [{ ...USER, createdDay: 365 }] }, /createdDay/],
    [
      "work that is not in calls.json",
      { users: [{ ...USER, rhythm: { everyHours: 1, services: "baking" } }] },
      /baking|Invalid option/,
    ],
    ["a misspelt part of a trust policy", { roles: [{ ...ROLE, trust: [{ Principle: "*" }] }] }, /Principle/],
    ["a change of no known kind", { changes: [{ kind: "earthquake", in: { logs: 3 } }] }, /kind/],
  ])("refuses %s", (_what, story, message) => {
    expect(refusal(story)).toMatch(message);
  });
});

describe("placeholders", () => {
  it.each([
    ["{{account}}", accountId("data")],
    ["{{account:logs}}", accountId("logs")],
    ["{{accountName}}-main", "data-main"],
    ["{{vendor:backup}}", "703918426650"],
    ["{{externalId}}", "given"],
    [`\${aws:username}`, `\${aws:username}`],
  ])("fills in %s", (text, filled) => {
    expect(fillIn({ text, externalId: "given" }, "data")).toMatchObject({ text: filled });
  });

  it.each(["{{nothing}}", "{{eksIssuer}}", "{{externalId}}", "{{vendor:nobody}}"])(
    "does not let %s stand for nothing",
    (text) => {
      expect(() => fillIn({ text }, "logs")).toThrow(/Nothing is known/);
    },
  );
});

describe("the stories as they are", () => {
  const isInOrder = (days: readonly (number | undefined)[]) => {
    const given = days.filter((day) => day !== undefined);
    return given.every((day, index) => index === 0 || given[index - 1]! <= day);
  };

  it("names each user and role once", () => {
    const names = [
      ...USERS.map(({ account, userName, generation }) => `${account}/user/${userName.toLowerCase()}/${generation}`),
      ...ROLES.map(({ account, roleName }) => `${account}/role/${roleName.toLowerCase()}`),
    ];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("tells credentials in order: created with or after their user, deactivated, deleted", () => {
    const lives = USERS.flatMap((user) =>
      [user.keys, user.sshKeys, user.signingCertificates, user.serviceCredentials]
        .flat()
        .map((life: CredentialLife) => ({ user, life })),
    );
    const wrong = lives.filter(
      ({ user, life }) => !isInOrder([user.createdDay, life.createdDay, life.inactiveDays[0], life.deletedDay]),
    );
    expect(wrong.map(({ user }) => user.userName)).toEqual([]);
  });

  it("knows a rhythm for every use", () => {
    const withoutRhythm = [
      ...USERS.map(({ userName, rhythm, keys }) => ({
        name: userName,
        rhythm,
        uses: keys.flatMap(({ uses }) => uses),
      })),
      ...ROLES.map(({ roleName, rhythm, uses }) => ({ name: roleName, rhythm, uses })),
    ].filter(({ rhythm, uses }) => !rhythm && uses.some((use) => !use.everyHours || !use.services));
    expect(withoutRhythm.map(({ name }) => name)).toEqual([]);
  });
});
