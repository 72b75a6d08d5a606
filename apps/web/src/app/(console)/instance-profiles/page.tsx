import type { InstanceProfile } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { accountColumn, createdColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { type EntityList, EntityListPage } from "../../../rooms/list/entity-list.tsx";
import { RoleLink } from "./role-link.tsx";

export const metadata: Metadata = { title: "Instance profiles" };

const INSTANCE_PROFILES: EntityList<InstanceProfile> = {
  path: "/instance-profiles",
  title: "Instance profiles",
  description: "By which EC2 instances take up a role, and which role that is.",
  noun: "instance profiles",
  placeholder: "Instance profile name",
  none: "The scanned accounts have no instance profile.",
  read: (api, { kind: _, ...query }) => api.instanceProfiles.list(query),
  columns: (moment) => [
    {
      id: "name",
      header: "Instance profile",
      cell: ({ id, instanceProfileName, path }) => (
        <NameCell
          href={`/instance-profiles/${id}`}
          moment={moment}
          name={instanceProfileName}
          below={pathBelow(path)}
        />
      ),
    },
    accountColumn,
    {
      id: "role",
      header: "Role",
      cell: ({ awsAccountId, roleName }) =>
        roleName ? (
          <RoleLink awsAccountId={awsAccountId} roleName={roleName} moment={moment} />
        ) : (
          <StatusBadge tone="neutral">Holds no role</StatusBadge>
        ),
    },
    createdColumn,
  ],
};

export default function InstanceProfilesPage({ searchParams }: { searchParams: SearchParams }) {
  return <EntityListPage list={INSTANCE_PROFILES} searchParams={searchParams} />;
}
