import { Stack, Text } from "@mantine/core";
import { CERTIFICATE_OUTCOMES, type MigrationCertificate, TARGETS } from "@rolecall/domain";
import {
  CopyableCode,
  DateText,
  EmptyState,
  type KeyValue,
  KeyValueList,
  LinkButton,
  PageHeader,
  SectionCard,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { MIGRATIONS, migrationHref } from "../../../../../rooms/address/migration.ts";
import { KIND_LABELS } from "../../../../../rooms/credentials/credential-labels.ts";
import { STAGES } from "../../../../../rooms/migration/migration-labels.ts";
import { readMigration } from "../../../../../rooms/migration/read-migration.ts";
import { serverApi } from "../../../../../server/api.ts";
import { orNotFound } from "../../../../../server/or-not-found.ts";
import { PrintButton } from "./print-button.tsx";

type PageProps = { params: Promise<{ userId: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { userName } = await orNotFound(readMigration((await params).userId, null));
  return { title: `Certificate of ${userName}` };
}

const summaryOf = (certificate: MigrationCertificate): KeyValue[] => [
  { label: "IAM user", value: certificate.userName },
  { label: "Account", value: `${certificate.accountName} (${certificate.awsAccountId})` },
  { label: "Target", value: TARGETS[certificate.target].label },
  ...(certificate.replacementRoleArn ? [{ label: "Replaced by", value: certificate.replacementRoleArn }] : []),
  { label: "Owner", value: certificate.owner ?? "No owner" },
  {
    label: "Planned",
    value: certificate.planned ? (
      <>
        <DateText at={certificate.planned.at} withTime /> by {certificate.planned.by}
      </>
    ) : (
      "Without a plan"
    ),
  },
  { label: "User absent since", value: <DateText at={certificate.userGoneAt} withTime /> },
  {
    label: "Verified",
    value: <DateText at={certificate.verifiedAt} withTime />,
    hint: "No user of its name for 30 days",
  },
];

function Removed({ removed }: Pick<MigrationCertificate, "removed">) {
  if (removed.length === 0) return <Text size="sm">No credential of it was on record.</Text>;
  return (
    <KeyValueList
      items={removed.map(({ kind, name, createdAt, goneAt }) => ({
        label: name ? `${KIND_LABELS[kind]} ${name}` : KIND_LABELS[kind],
        value: (
          <>
            absent since <DateText at={goneAt} withTime />
          </>
        ),
        ...(createdAt ? { hint: `created ${createdAt.toISOString().slice(0, 10)}` } : {}),
      }))}
    />
  );
}

function Proofs({ proofs, scans }: Pick<MigrationCertificate, "proofs" | "scans">) {
  const finished = new Map(scans.map(({ id, finishedAt }) => [id, finishedAt]));
  return (
    <Stack gap="xs">
      {proofs.map(({ stage, sentence, at, scanId }) => {
        const scannedAt = scanId ? finished.get(scanId) : null;
        return (
          <div key={`${stage} ${sentence}`}>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              <strong>{STAGES[stage].label}.</strong> {sentence}
            </Text>
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              As of <DateText at={at} withTime />
              {scannedAt && (
                <>
                  ; scan {scanId} of <DateText at={scannedAt} withTime />
                </>
              )}
            </Text>
          </div>
        );
      })}
    </Stack>
  );
}

function Chain({ entry, head }: Pick<MigrationCertificate, "entry" | "head">) {
  return (
    <KeyValueList
      items={[
        ...(entry
          ? [
              {
                label: `Entry ${entry.sequence}, of this certificate`,
                value: <CopyableCode value={entry.hash} label="hash of the entry" />,
              },
            ]
          : []),
        { label: `Head, entry ${head.sequence}`, value: <CopyableCode value={head.hash} label="hash of the head" /> },
      ]}
    />
  );
}

export default async function CertificatePage({ params }: PageProps) {
  const { userId } = await params;
  const api = await serverApi();
  const certificate = await orNotFound(api.migrations.certificate({ userId }));
  const { userName } = await orNotFound(readMigration(userId, null));
  const breadcrumbs = [
    { label: "Migration", href: MIGRATIONS.href({}) },
    { label: userName, href: migrationHref(userId, null) },
  ];
  if (!certificate) {
    return (
      <>
        <PageHeader title={`Certificate of ${userName}`} breadcrumbs={breadcrumbs} />
        <EmptyState
          title="Not verified yet"
          description="The certificate is there once the user is deleted and no user of its name was made for 30 days."
          actions={
            <LinkButton href={migrationHref(userId, null)} variant="default">
              View migration
            </LinkButton>
          }
        />
      </>
    );
  }
  const { outcome, removed, proofs, scans, entry, head, generatedAt, generatedBy } = certificate;
  return (
    <>
      <PageHeader
        title={`Certificate of removal: ${userName}`}
        description={CERTIFICATE_OUTCOMES[outcome]}
        breadcrumbs={breadcrumbs}
        actions={
          <>
            <LinkButton href={`/migration/${userId}/evidence?format=pdf`} variant="default" download>
              Evidence PDF
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Stack gap="md">
        <SectionCard title="The user">
          <KeyValueList items={summaryOf(certificate)} />
        </SectionCard>
        <SectionCard title="Removed credentials">
          <Removed removed={removed} />
        </SectionCard>
        <SectionCard title="Proved by">
          <Proofs proofs={proofs} scans={scans} />
        </SectionCard>
        <SectionCard
          title="Chain of evidence"
          description="A later check of the chain against this head finds any change."
        >
          <Chain entry={entry} head={head} />
        </SectionCard>
        <Text size="xs" c="dimmed">
          Generated <DateText at={generatedAt} withTime /> for {generatedBy}.
        </Text>
      </Stack>
    </>
  );
}
