import { describe, expect, it } from "vitest";
import { permissionSetRoles } from "../organisation/permission-sets.ts";
import { accountId } from "../story/accounts.ts";
import { ROLES, USERS } from "../story/stories.ts";
import { MIGRATION_DECISIONS } from "./migration-decisions.ts";

describe("the decisions about users that move", () => {
  it("are of users that are there on their day", () => {
    const without = MIGRATION_DECISIONS.filter(
      ({ awsAccountId, userName, day }) =>
        !USERS.some(
          (user) =>
            user.userName === userName &&
            accountId(user.account) === awsAccountId &&
            user.createdDay < day &&
            (user.deletedDay ?? Number.POSITIVE_INFINITY) > day,
        ),
    );
    expect(without.map(({ userName, day }) => `${userName} on day ${day}`)).toEqual([]);
  });

  it("are of at least sixty users and fifteen targets, and name roles that the story makes", () => {
    const plans = MIGRATION_DECISIONS.flatMap(({ plan }) => plan ?? []);
    expect(
      new Set(MIGRATION_DECISIONS.map(({ awsAccountId, userName }) => `${awsAccountId}/${userName}`)).size,
    ).toBeGreaterThanOrEqual(60);
    expect(new Set(plans.map(({ target }) => target)).size).toBeGreaterThanOrEqual(15);
    const made = [...ROLES, ...permissionSetRoles()].map(
      ({ account, path, roleName }) => `arn:aws:iam::${accountId(account)}:role${path}${roleName}`,
    );
    const arns = plans.flatMap(({ replacementRoleArn }) => replacementRoleArn ?? []);
    expect(arns.filter((arn) => !made.includes(arn))).toEqual([]);
  });
});
