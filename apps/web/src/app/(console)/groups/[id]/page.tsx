import type { IamGroup } from "@rolecall/domain";
import { KeyValueList, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyList } from "../../../../rooms/access/policy-list.tsx";
import { Block } from "../../../../rooms/block/block.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { MemberList } from "./member-list.tsx";

export const metadata: Metadata = { title: "Group" };

const PAGE: Entity<IamGroup> = {
  subject: "group",
  noun: "group",
  list: { title: "Groups", path: "/groups" },
  read: (api, query) => api.groups.get(query),
  title: ({ groupName }) => groupName,
  description: ({ accountName }) => `IAM group in ${accountName}`,
  body: ({ entity: group, moment }) => {
    const { id, awsAccountId, groupId, path } = group;
    const query = [id, moment.day];
    return (
      <>
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(group, { noun: "group", awsId: groupId, path, moment })} />
        </SectionCard>
        <SubjectFindings
          awsAccountId={awsAccountId}
          chosen={{ subject: "group", subjectId: id }}
          noun="group"
          moment={moment}
        />
        <Block name="The group's policies" query={query} skeleton={<TableSkeleton rows={3} />}>
          <PolicyList {...group} moment={moment} />
        </Block>
        <Block name="The group's members" query={query} skeleton={<TableSkeleton rows={3} />}>
          <MemberList group={group} moment={moment} />
        </Block>
      </>
    );
  },
};

export default function GroupPage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
