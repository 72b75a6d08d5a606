import { expect, it } from "vitest";
import { identityOf, roleLastUse } from "./identity-parts.ts";

const createdAt = new Date("2024-01-01T00:00:00Z");

it.each([
  [{ Arn: "arn:aws:iam::111122223333:user/team/ada", Path: "/team/" }, "/team/"],
  [{ Arn: "arn:aws:iam::111122223333:user/team/ada" }, "/team/"],
  [
    { Arn: "arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/x" },
    "/aws-service-role/support.amazonaws.com/",
  ],
  [{ Arn: "arn:aws:iam::111122223333:user/ada" }, "/"],
  [{ Arn: "ada" }, "/"],
])("the path of %j is %s", (entity, path) => {
  expect(identityOf({ ...entity, CreateDate: createdAt })).toMatchObject({ path, createdAt, tags: [] });
});

it.each([
  [{}, { kind: "never" }],
  [
    { LastUsedDate: createdAt, Region: "eu-west-1" },
    { kind: "at", at: createdAt, region: "eu-west-1" },
  ],
  [undefined, { kind: "unknown" }],
])("a role's last use of %j is %j", (told, use) => {
  expect(roleLastUse(told)).toMatchObject(use);
});
