import { verifyConnection } from "../connections/verify-connection.ts";
import { mailProof } from "../identity/mail-proof.ts";
import { judgeAccount } from "../judgement/judge-account.ts";
import { discoverOrganization } from "../organizations/discover-organization.ts";
import { verifyMembers } from "../organizations/verify-members.ts";
import { groupPeopleWork } from "../people/group-people.ts";
import { composeReport } from "../reports/compose-report.ts";
import { deliverMail } from "../reports/deliver-mail.ts";
import { dueReports } from "../reports/schedules.ts";
import { dueInventories, dueSlowLanes } from "../scans/due-scans.ts";
import { scanAccount, scanUser } from "../scans/scan-account.ts";
import { lookUpAccount } from "../trail/look-up-account.ts";
import { staleUploads } from "../uploads/uploads.ts";
import type { Work } from "../work/define-work.ts";
import type { Routine } from "../work/routine.ts";

/** Every kind of due work. What is in this list is swept, run by workers, and buried when it is given up. */
export const WORKS: readonly Work[] = [
  verifyConnection,
  scanAccount,
  scanUser,
  lookUpAccount,
  discoverOrganization,
  verifyMembers,
  judgeAccount,
  groupPeopleWork,
  composeReport,
  deliverMail,
  mailProof,
];

/** What the sweep does by itself when its time has come, before it looks for due work. */
export const ROUTINES: readonly Routine[] = [dueInventories, dueSlowLanes, dueReports, staleUploads];
