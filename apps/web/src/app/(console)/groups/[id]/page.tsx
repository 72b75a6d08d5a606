import { KeyValueList, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyList } from "../../../../rooms/access/policy-list.tsx";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { serverApi } from "../../../../server/api.ts";
import { MemberList } from "./member-list.tsx";

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
