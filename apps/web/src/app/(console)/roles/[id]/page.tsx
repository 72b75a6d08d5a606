import { SimpleGrid } from "@mantine/core";
import type { IamRole } from "@rolecall/domain";
import { type KeyValue, KeyValueList, LinkText, SectionCard, StatusBadge, TableSkeleton, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyList } from "../../../../rooms/access/policy-list.tsx";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { type Moment, momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { Lines } from "../../../../rooms/entity/lines.tsx";
import { TagList } from "../../../../rooms/entity/tag-list.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { ActivityStrip } from "../../../../rooms/usage/activity-strip.tsx";
import { LastUse } from "../../../../rooms/usage/last-use.tsx";
import { hoursText } from "../../../../rooms/words/durations.ts";
import { serverApi } from "../../../../server/api.ts";
import { ROLE_KIND_LABELS } from "../role-labels.ts";
import { TrustPanel } from "./trust-panel.tsx";

export const metadata: Metadata = { title: "Role" };

type PartProps = { role: IamRole; moment: Moment };

function InstanceProfiles({ role, moment }: PartProps) {
  const { instanceProfileNames, awsAccountId } = role;
  return (
    <Lines values={instanceProfileNames} none="none">
      {(name) => (
        <LinkText inherit href={hrefOf("/instance-profiles", { q: name, awsAccountId, asOf: moment.day })}>
          {name}
        </LinkText>
      )}
    </Lines>
  );
}

const usageItems = ({ role, moment }: PartProps): KeyValue[] => [
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
        now={moment.at}
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
  { label: "Instance profiles", value: <InstanceProfiles role={role} moment={moment} /> },
];

async function RoleActivity({ role, moment }: PartProps) {
  const api = await serverApi();
  const activity = await api.roles.activity({ id: role.id });
  return <ActivityStrip activity={activity} moment={moment} firstSeenAt={role.firstSeenAt} noun="role" />;
}

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function RolePage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const role = await readAt(moment, (asOf) => api.roles.get({ id, asOf }));
  const place = {
    noun: "role",
    path: `/roles/${id}`,
    breadcrumbs: [{ label: "Roles", href: hrefOf("/roles", { asOf: moment.day }) }],
    moment,
  };
  if (!role) return <NotKnownThen {...place} />;
  const part = { role, moment };
  const query = [id, moment.day];
  return (
    <EntityFrame
      {...place}
      title={role.roleName}
      description={`IAM role in ${role.accountName}`}
      subject="role"
      entity={role}
    >
      <Block name="The verdict on its trust" query={query} skeleton={<TableSkeleton rows={6} />}>
        <TrustPanel {...part} />
      </Block>
      <Block name="The role's findings" query={query} skeleton={<TableSkeleton rows={2} />}>
        <SubjectFindings
          awsAccountId={role.awsAccountId}
          chosen={{ subject: "role", subjectId: id }}
          noun="role"
          moment={moment}
        />
      </Block>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList
            items={[
              ...entityItems(role, { noun: "role", awsId: role.roleId, path: role.path, moment }),
              { label: "Description", value: role.description ?? "none" },
            ]}
          />
        </SectionCard>
        <SectionCard title="Use">
          <KeyValueList items={usageItems(part)} />
        </SectionCard>
      </SimpleGrid>
      <Block name="The role's permissions" query={query} skeleton={<TableSkeleton rows={3} />}>
        <PolicyList {...role} moment={moment} />
      </Block>
      <Block name="The role's activity" query={query} skeleton={<TableSkeleton rows={3} />}>
        <RoleActivity {...part} />
      </Block>
      <TagList tags={role.tags} />
    </EntityFrame>
  );
}
