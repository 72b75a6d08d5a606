import { SimpleGrid, Stack } from "@mantine/core";
import type { IamRole } from "@rolecall/domain";
import {
  AgeText,
  CopyableCode,
  DateText,
  type KeyValue,
  KeyValueList,
  LinkText,
  PageHeader,
  SectionCard,
  StatusBadge,
  Unknown,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { LastUse } from "../../credentials/last-use.tsx";
import { SourceList } from "../../credentials/source-list.tsx";
import { GoneNotice } from "../../users/gone-notice.tsx";
import { PermissionList } from "../../users/permission-list.tsx";
import { TagList } from "../../users/tag-list.tsx";
import { rolesHref } from "../role-filters.ts";
import { ROLE_KIND_LABELS } from "../role-labels.ts";
import { TrustPolicy } from "../trust-policy.tsx";

export const metadata: Metadata = { title: "Role" };

function hoursText(seconds: number): string {
  const hours = seconds / 3600;
  return `${hours.toLocaleString("en-US", { maximumFractionDigits: 2 })} ${hours === 1 ? "hour" : "hours"}`;
}

const identityItems = (role: IamRole, now: Date): KeyValue[] => [
  { label: "ARN", value: <CopyableCode value={role.arn} label="role ARN" /> },
  {
    label: "Role id",
    value: <CopyableCode value={role.roleId} label="role id" />,
    hint: "A recreated name is a new role with a new id",
  },
  { label: "Path", value: role.path },
  {
    label: "Account",
    value: (
      <LinkText
        href={`/accounts/${role.awsAccountId}`}
        inherit
      >{`${role.accountName} (${role.awsAccountId})`}</LinkText>
    ),
  },
  { label: "Description", value: role.description ?? "none" },
  { label: "Created", value: <DateText at={role.createdAt} withTime /> },
  { label: "First seen by Rolecall", value: <AgeText at={role.firstSeenAt} now={now} /> },
];

const useItems = (role: IamRole, now: Date): KeyValue[] => [
  {
    label: "Kind",
    value: <StatusBadge tone="neutral">{ROLE_KIND_LABELS[role.kind].label}</StatusBadge>,
    hint: ROLE_KIND_LABELS[role.kind].meaning,
  },
  {
    label: "Last used",
    value: (
      <LastUse
        lastUse={role.lastUse}
        lastUsedAt={role.lastUsedAt}
        now={now}
        never="not within the 400 days that AWS looks back"
      />
    ),
  },
  ...(role.lastUse === "at"
    ? [{ label: "Last used in", value: role.lastUsedRegion ?? <Unknown reason="AWS did not tell the Region." /> }]
    : []),
  {
    label: "Longest session",
    value:
      role.maxSessionDurationSeconds === null ? (
        <Unknown reason="The list of roles could not be read: it needs iam:ListRoles." />
      ) : (
        hoursText(role.maxSessionDurationSeconds)
      ),
  },
];

export default async function RolePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const role = await orNotFound(api.roles.get({ id }));
  const now = new Date();
  return (
    <>
      <PageHeader
        title={role.roleName}
        breadcrumbs={[{ label: "Roles", href: rolesHref({}) }]}
        description={`IAM role in ${role.accountName}`}
      />
      <Stack gap="md">
        <GoneNotice goneAt={role.goneAt} noun="role" />
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="Identity">
            <KeyValueList items={identityItems(role, now)} />
          </SectionCard>
          <SectionCard title="Use">
            <KeyValueList items={useItems(role, now)} />
          </SectionCard>
        </SimpleGrid>
        <TrustPolicy trust={role.trust} />
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <PermissionList {...role} />
          <TagList tags={role.tags} />
        </SimpleGrid>
        <SourceList sources={role.sources} now={now} />
      </Stack>
    </>
  );
}
