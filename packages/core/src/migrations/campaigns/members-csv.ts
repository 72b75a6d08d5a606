import { migrations, type TenantTx } from "@rolecall/db";
import {
  type CampaignImport,
  type CampaignMember,
  CampaignMemberRow,
  type ImportCampaignMembersInput,
  ListCampaignMembersInput,
  type WrittenFile,
} from "@rolecall/domain";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { fileNameOf } from "../file-name.ts";
import { moveMembers } from "./campaign-members.ts";
import { campaignOf, holdOpenCampaign } from "./campaigns.ts";
import { type CsvRow, readCsv, writeCsv } from "./csv-rows.ts";

const COLUMNS = [
  "awsAccountId",
  "accountName",
  "userName",
  "wave",
  "dueOn",
  "target",
  "confidence",
  "stage",
  "owner",
  "planDueOn",
] as const satisfies readonly (keyof CampaignMember)[];

async function allMembers(tx: TenantTx, id: string): Promise<CampaignMember[]> {
  const members: CampaignMember[] = [];
  let cursor: string | undefined;
  do {
    const page = await migrations.listMemberRows(tx, ListCampaignMembersInput.parse({ id, cursor, limit: 200 }));
    members.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return members;
}

/** The users of a campaign as CSV, which the import takes back. @throws AppError NOT_FOUND */
export const exportCampaignMembers = (ctx: Ctx, { id }: { id: string }): Promise<WrittenFile> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name } = await campaignOf(ctx, tx, id);
    const body = writeCsv(COLUMNS, await allMembers(tx, id));
    return { fileName: fileNameOf(name, "csv"), contentType: "text/csv; charset=utf-8", encoding: "utf8", body };
  });

type ReadRow = CampaignMemberRow & { line: number };
type Refused = CampaignImport["refused"][number];

const keyOf = ({ awsAccountId, userName }: { awsAccountId: string; userName: string }): string =>
  `${awsAccountId}/${userName}`;

/** The rows that can be taken as they are, each user once. */
function checked(rows: readonly CsvRow[]): { read: ReadRow[]; refused: Refused[] } {
  const refused: Refused[] = [];
  const read = new Map<string, ReadRow>();
  for (const { line, cells } of rows) {
    const row = CampaignMemberRow.safeParse(cells);
    if (!row.success) {
      const [issue] = row.error.issues;
      refused.push({ line, reason: `${issue?.path.join(".") ?? "row"}: ${issue?.message ?? "not understood"}` });
      continue;
    }
    const key = keyOf(row.data);
    const earlier = read.get(key);
    if (earlier) refused.push({ line, reason: `userName: ${row.data.userName} is on line ${earlier.line} already` });
    else read.set(key, { ...row.data, line });
  }
  return { read: [...read.values()], refused };
}

/** Where a row puts a user, given where it stands. */
function placementOf(
  { wave, dueOn }: ReadRow,
  of: Pick<migrations.Placement, "userId" | "accountId" | "campaignId">,
  before: migrations.Placement | undefined,
): migrations.Placement {
  const stood = before?.campaignId === of.campaignId ? before : { wave: null, dueOn: null };
  const { userId, accountId, campaignId } = of;
  const place = { wave: wave === undefined ? stood.wave : wave, dueOn: dueOn === undefined ? stood.dueOn : dueOn };
  return { userId, accountId, campaignId, ...place };
}

const isSamePlace = (a: migrations.Placement | undefined, b: migrations.Placement): boolean =>
  a?.campaignId === b.campaignId && a.wave === b.wave && a.dueOn === b.dueOn;

/**
 * Takes users into a campaign by CSV, and gives those of it waves and days. Who is not in the file stays. Rows that cannot be taken are told,
 * and do not undo the others.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the campaign has ended; INVALID for what is no CSV with the columns awsAccountId and userName
 */
export const importCampaignMembers = (ctx: Ctx, { id, csv }: ImportCampaignMembersInput): Promise<CampaignImport> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name } = await holdOpenCampaign(ctx, tx, id);
    const { read, refused } = checked(readCsv(csv, ["awsAccountId", "userName"]));
    const users = new Map((await migrations.findMigratingByName(tx, read)).map((user) => [keyOf(user), user]));
    const ids = [...users.values()].map(({ userId }) => userId);
    const stood = new Map((await migrations.readPlacements(tx, { userIds: ids })).map((one) => [one.userId, one]));
    const placed: migrations.Placement[] = [];
    const counts = { added: 0, changed: 0, unchanged: 0 };
    for (const row of read) {
      const user = users.get(keyOf(row));
      if (!user) {
        const reason = `userName: account ${row.awsAccountId} has no user ${row.userName} with a migration`;
        refused.push({ line: row.line, reason });
        continue;
      }
      const before = stood.get(user.userId);
      const placement = placementOf(row, { ...user, campaignId: id }, before);
      if (isSamePlace(before, placement)) counts.unchanged += 1;
      else {
        counts[before?.campaignId === id ? "changed" : "added"] += 1;
        placed.push(placement);
      }
    }
    await moveMembers(ctx, tx, { placed, leaving: [] });
    const userIds = placed.map(({ userId }) => userId);
    await audit(ctx, tx, "campaign.members_imported", id, { name, userIds, refused: refused.length });
    return { ...counts, refused: refused.sort((a, b) => a.line - b.line) };
  });
