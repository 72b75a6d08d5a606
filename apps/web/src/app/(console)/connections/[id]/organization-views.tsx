import { Stack } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { SectionCard, SegmentedLinks, TableSkeleton } from "@rolecall/ui";
import type { ReactNode } from "react";
import { z } from "zod";
import { hrefOf } from "../../../../rooms/address/href.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { ChooseAccounts } from "../organization/choose-accounts.tsx";
import type { MemberFilters } from "../organization/member-filters.ts";
import { OrganizationMembers } from "../organization/organization-members.tsx";
import { isBeingRead, OrganizationSummary } from "../organization/organization-summary.tsx";
import { readOrganization } from "../organization/read-organization.ts";
import { ConnectionSetup } from "./connection-setup.tsx";

export const View = z.enum(["accounts", "choose", "connection"]);
type View = z.infer<typeof View>;
type Props = { connection: Connection; filters: MemberFilters };

const LABELS: Record<View, string> = { accounts: "Accounts", choose: "Choose accounts", connection: "Connection" };

const BODIES: Record<View, (props: Props) => ReactNode> = {
  accounts: Accounts,
  choose: ({ connection: { id } }) => (
    <SectionCard title="Choose accounts">
      <ChooseAccounts connectionId={id} nextHref={null} submitLabel="Save the choice" />
    </SectionCard>
  ),
  connection: ConnectionSetup,
};

function Accounts({ connection: { id, status }, filters }: Props) {
  const canAct = status === "active";
  return (
    <>
      <Block name="The organisation" skeleton={<TableSkeleton rows={6} />}>
        <OrganizationSummary connectionId={id} canAct={canAct} />
      </Block>
      <Block name="The accounts" query={filters} skeleton={<TableSkeleton rows={8} />}>
        <OrganizationMembers connectionId={id} filters={filters} canAct={canAct} />
      </Block>
    </>
  );
}

/** The three views of a connected organisation. */
export async function OrganizationViews(props: Props & { view: View }) {
  const { connection, view } = props;
  const organization = await readOrganization(connection.id);
  const verifying = organization.counts?.verifying ?? 0;
  const isMoving = connection.status === "active" && (isBeingRead(organization, new Date()) || verifying > 0);
  const Body = BODIES[view];
  return (
    <Stack gap="lg">
      {isMoving && view === "accounts" && <LiveRefresh everyMs={3000} />}
      <div>
        <SegmentedLinks
          label="Views of the organisation"
          items={View.options.map((option) => ({
            label: LABELS[option],
            href: hrefOf(`/connections/${connection.id}`, { view: option === "accounts" ? null : option }),
            current: option === view,
          }))}
        />
      </div>
      <Body {...props} />
    </Stack>
  );
}
