import { GetAccountSummaryCommand, ListAccountAliasesCommand, ListRolesCommand, type Role } from "@aws-sdk/client-iam";
import type { IamCall } from "../account-session.ts";
import { isIdentified } from "./identity-parts.ts";
import { isWholePage, PAGE_SIZE, readPages } from "./pages.ts";

/** Numbers and quotas of the account. @throws AwsCallFailed */
export async function readAccountSummary(call: IamCall): Promise<Record<string, number>> {
  const { SummaryMap } = await call(
    "iam:GetAccountSummary",
    (iam, abort) => iam.send(new GetAccountSummaryCommand({}), abort),
    ({ SummaryMap }) => SummaryMap !== undefined,
  );
  return { ...SummaryMap };
}

/** The account's alias; null if it has none. @throws AwsCallFailed */
export async function readAccountAlias(call: IamCall): Promise<string | null> {
  const { AccountAliases } = await call(
    "iam:ListAccountAliases",
    (iam, abort) => iam.send(new ListAccountAliasesCommand({}), abort),
    ({ AccountAliases }) => AccountAliases !== undefined,
  );
  return AccountAliases?.[0] ?? null;
}

/**
 * All roles as ListRoles tells them, by role id: with description and longest session, which GetAccountAuthorizationDetails
 * leaves out.
 *
 * @throws AwsCallFailed
 */
export async function readListedRoles(call: IamCall): Promise<Map<string, Role>> {
  const byRoleId = new Map<string, Role>();
  await readPages(
    "iam:ListRoles",
    (marker) =>
      call(
        "iam:ListRoles",
        (iam, abort) => iam.send(new ListRolesCommand({ MaxItems: PAGE_SIZE, Marker: marker }), abort),
        (page) => isWholePage(page, page.Roles) && (page.Roles ?? []).every((role) => isIdentified(role.RoleId, role)),
      ),
    (page) => {
      for (const role of page.Roles ?? []) byRoleId.set(role.RoleId ?? "", role);
    },
  );
  return byRoleId;
}
