import { GetAccountSummaryCommand, ListAccountAliasesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import type { IamCall } from "../account-session.ts";
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

type RoleDescription = { description: string | null; maxSessionDurationSeconds: number | null };

/** What GetAccountAuthorizationDetails does not tell of roles, by role id. @throws AwsCallFailed */
export async function readRoleDescriptions(call: IamCall): Promise<Map<string, RoleDescription>> {
  const byRoleId = new Map<string, RoleDescription>();
  await readPages(
    "iam:ListRoles",
    (marker) =>
      call(
        "iam:ListRoles",
        (iam, abort) => iam.send(new ListRolesCommand({ MaxItems: PAGE_SIZE, Marker: marker }), abort),
        isWholePage,
      ),
    (page) => {
      for (const { RoleId, Description, MaxSessionDuration } of page.Roles ?? []) {
        byRoleId.set(RoleId ?? "", {
          description: Description ?? null,
          maxSessionDurationSeconds: MaxSessionDuration ?? null,
        });
      }
    },
  );
  return byRoleId;
}
