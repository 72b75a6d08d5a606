import { KeyValueList, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { EntityFrame } from "../../inventory/entity-frame.tsx";
import { entityItems } from "../../inventory/entity-items.tsx";
import { momentOfSearch } from "../../inventory/moment.ts";
import { NotKnownThen } from "../../inventory/not-known-then.tsx";
import { PolicyList } from "../../inventory/policy-list.tsx";
import { readAt } from "../../inventory/read-at.ts";
import { SubjectFindings } from "../../inventory/subject-findings.tsx";
import { hrefOf, type SearchParams } from "../../list-query.ts";
import { Block } from "../../overview/block.tsx";
import { MemberList } from "../member-list.tsx";

export const metadata: Metadata = { title: "Group" };

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function GroupPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const group = await readAt(moment, (asOf) => api.groups.get({ id, asOf }));
  const place = {
    noun: "group",
    path: `/groups/${id}`,
    breadcrumbs: [{ label: "Groups", href: hrefOf("/groups", { asOf: moment.day }) }],
    moment,
  };
  if (!group) return <NotKnownThen {...place} />;
  return (
    <EntityFrame
      {...place}
      title={group.groupName}
      description={`IAM group in ${group.accountName}`}
      subject="group"
      entity={group}
    >
      <SectionCard title="Identity">
        <KeyValueList items={entityItems(group, { noun: "group", awsId: group.groupId, path: group.path, moment })} />
      </SectionCard>
      <Block name="The group's findings" query={[id, moment.day]} skeleton={<TableSkeleton rows={2} />}>
        <SubjectFindings
          awsAccountId={group.awsAccountId}
          chosen={{ subject: "group", subjectId: id }}
          noun="group"
          moment={moment}
        />
      </Block>
      <Block name="The group's policies" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
        <PolicyList {...group} moment={moment} />
      </Block>
      <Block name="The group's members" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
        <MemberList group={group} moment={moment} />
      </Block>
    </EntityFrame>
  );
}
