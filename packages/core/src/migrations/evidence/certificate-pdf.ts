import { CERTIFICATE_OUTCOMES, type MigrationCertificate, TARGETS } from "@rolecall/domain";
import { inWords, minute, type Sheet } from "./pdf-sheet.ts";

/** The first page of a migration that is at its end, to be filed by itself. */
export function writeCertificate(sheet: Sheet, certificate: MigrationCertificate): void {
  const { userName, accountName, awsAccountId, outcome, target, replacementRoleArn, owner, planned } = certificate;
  sheet.heading("Certificate of removal", 20);
  sheet.line(CERTIFICATE_OUTCOMES[outcome]);
  sheet.rule();
  sheet.field("IAM user", `${userName} in ${accountName} (${awsAccountId})`);
  sheet.field("Target", TARGETS[target].label);
  if (replacementRoleArn) sheet.field("Replaced by", replacementRoleArn);
  sheet.field("Owner", owner ?? "none");
  sheet.field("Planned", planned ? `${minute(planned.at)} by ${planned.by}` : "Without a plan");
  sheet.field("User absent since", minute(certificate.userGoneAt));
  sheet.field("Verified", `${minute(certificate.verifiedAt)}: for 30 days no user of its name was made`);
  sheet.list("Removed credentials", certificate.removed, ({ kind, name, createdAt, goneAt }) =>
    sheet.line(
      `${inWords(kind)}${name ? ` ${name}` : ""}, created ${createdAt ? minute(createdAt) : "at an unknown time"}, absent since ${minute(goneAt)}`,
    ),
  );
  sheet.list("Proved by", certificate.proofs, ({ stage, sentence }) => sheet.line(`${inWords(stage)}: ${sentence}`));
  sheet.rule();
  if (certificate.entry) {
    sheet.line(`Entry ${certificate.entry.sequence} of the chain of evidence`, { isFaint: true });
    sheet.code(certificate.entry.hash);
  }
  sheet.line(`Head of the chain: entry ${certificate.head.sequence}`, { isFaint: true });
  sheet.code(certificate.head.hash);
  sheet.line(`Generated ${minute(certificate.generatedAt)} for ${certificate.generatedBy}.`, { isFaint: true });
}
