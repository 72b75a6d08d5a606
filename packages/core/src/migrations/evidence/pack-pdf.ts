import { setImmediate } from "node:timers/promises";
import { certificateOf, EVIDENCE_KINDS, type EvidencePack, type MigrationEvidence, TARGETS } from "@rolecall/domain";
import PDFDocument from "pdfkit";
import { writeCertificate } from "./certificate-pdf.ts";
import { INK, inWords, MARGIN, minute, Sheet, shown } from "./pdf-sheet.ts";

function writeCover(sheet: Sheet, { title, campaign, migrations, generatedAt, generatedBy, head }: EvidencePack): void {
  sheet.heading(`Evidence: ${title}`, 17);
  sheet.line(
    `${migrations.length} ${migrations.length === 1 ? "user" : "users"}. Generated ${minute(generatedAt)} for ${generatedBy}.`,
  );
  if (campaign) {
    sheet.line(
      `Campaign of ${campaign.createdBy}, created ${minute(campaign.createdAt)}. Target date: ${campaign.targetDate ?? "none"}.`,
    );
    const counts = Object.entries(campaign.stages).filter(([, count]) => count > 0);
    sheet.line(counts.map(([stage, count]) => `${count} ${inWords(stage)}`).join(", ") || "No users.");
    if (campaign.notes) sheet.line(campaign.notes);
  }
  sheet.line(`Head of the chain of evidence: entry ${head.sequence}`, { isFaint: true });
  sheet.code(head.hash);
  sheet.line(
    "Stages are proved by scans. What members attest is marked as attested, and proves nothing. The JSON of this document has all entries with their content; npm run admin -- verify-evidence checks the chain. Characters that this document cannot show are printed as ?.",
    { isFaint: true },
  );
  sheet.rule();
}

function writeStages(sheet: Sheet, { history, evidence, scans }: MigrationEvidence): void {
  sheet.list("Stages", history, ({ stage, target, from, to }) =>
    sheet.line(`${inWords(stage)}, from ${minute(from)}${to ? ` to ${minute(to)}` : ""} (${TARGETS[target].label})`),
  );
  const scanOf = new Map(scans.map((scan) => [scan.id, scan]));
  sheet.list("Proved by", evidence, ({ stage, sentence, source, at, scanId }) => {
    const scan = scanId ? scanOf.get(scanId) : undefined;
    const seenBy = scan ? `; ${inWords(scan.kind)} scan of ${minute(scan.finishedAt)}, ${scan.id}` : "";
    sheet.line(`${inWords(stage)}: ${sentence}`);
    sheet.line(`${inWords(source)}, as of ${minute(at)}${seenBy}`, { isFaint: true, indent: 10 });
  });
}

function writeDecisions(sheet: Sheet, { plans, attestations }: MigrationEvidence): void {
  sheet.list("Plans", plans, (plan) => {
    const { target, proposedTarget, owner, dueOn, acceptedAt, acceptedBy, endedAt, reason } = plan;
    sheet.line(`${TARGETS[target].label}. Owner ${owner}, due ${dueOn}.`);
    const proposed = target === proposedTarget ? "as proposed" : `the proposal was: ${TARGETS[proposedTarget].label}`;
    const ended = endedAt ? `; until ${minute(endedAt)}` : "";
    sheet.line(`Accepted by ${acceptedBy}, ${minute(acceptedAt)}, ${proposed}${ended}`, { isFaint: true, indent: 10 });
    if (reason) sheet.line(`Reason: ${reason}`, { isFaint: true, indent: 10 });
  });
  sheet.list("Attested, not proved", attestations, ({ stage, statement, at, by }) => {
    sheet.line(`${inWords(stage)}: ${statement}`);
    sheet.line(`Attested by ${by}, ${minute(at)}`, { isFaint: true, indent: 10 });
  });
}

function writeMigration(sheet: Sheet, record: MigrationEvidence): void {
  const { userName, awsAccountId, accountName, stage, stageSince, target, owner, replacement } = record.migration;
  sheet.heading(`${userName} in ${accountName} (${awsAccountId})`, 13);
  sheet.line(
    `Stage: ${inWords(stage)}, since ${minute(stageSince)}. Target: ${TARGETS[target].label}. Owner: ${owner ?? "none"}.`,
  );
  if (replacement) sheet.line(`Replaced by ${replacement.roleArn}`);
  writeStages(sheet, record);
  writeDecisions(sheet, record);
  sheet.list("Entries of the chain", record.entries, ({ sequence, at, kind, hash, content }) => {
    const what = typeof content.stage === "string" ? ` (${inWords(content.stage)})` : "";
    sheet.line(`${sequence}. ${EVIDENCE_KINDS[kind]}${what}, ${minute(at)}`);
    sheet.code(hash, 10);
  });
  sheet.rule();
}

/** Numbers the pages, once it is known how many there are. */
function writeFooters(doc: PDFKit.PDFDocument, text: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    const bottom = doc.page.height - 34;
    // Below the margin no line may break onto a page of its own.
    doc.page.margins.bottom = 0;
    doc.font("Helvetica").fontSize(7.5).fillColor(INK.faint);
    doc.text(shown(text), MARGIN, bottom, { lineBreak: false });
    doc.text(`Page ${page + 1} of ${count}`, MARGIN, bottom, { width: doc.page.width - 2 * MARGIN, align: "right" });
  }
}

/** An evidence pack as a PDF to be read, printed and filed. */
export async function renderPackPdf(pack: EvidencePack): Promise<Buffer> {
  const doc = new PDFDocument({
    ...{ size: "A4", margin: MARGIN, bufferPages: true },
    info: { Title: shown(`Evidence: ${pack.title}`), Creator: "Rolecall", CreationDate: pack.generatedAt },
  });
  const parts: Buffer[] = [];
  doc.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on("end", () => resolve(Buffer.concat(parts)));
    doc.on("error", reject);
  });
  const sheet = new Sheet(doc);
  const certificate = certificateOf(pack);
  if (certificate) {
    writeCertificate(sheet, certificate);
    sheet.page();
  }
  writeCover(sheet, pack);
  for (const record of pack.migrations) {
    writeMigration(sheet, record);
    // A long pack takes seconds, in which others are served.
    await setImmediate();
  }
  writeFooters(doc, `Rolecall evidence, ${minute(pack.generatedAt)}, head ${pack.head.sequence}`);
  doc.end();
  return ended;
}
