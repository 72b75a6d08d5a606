import { Card } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { PageHeader } from "@rolecall/ui";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { z } from "zod";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { type WizardStep, wizardSteps } from "../wizard-steps.ts";
import { ChooseStep } from "./choose-step.tsx";
import { InstallStep } from "./install-step.tsx";
import { MembersStep } from "./members-step.tsx";
import { NameStep } from "./name-step.tsx";
import { RoleStep } from "./role-step.tsx";
import { VerifyStep } from "./verify-step.tsx";
import { WizardProgress } from "./wizard-progress.tsx";

export const metadata: Metadata = { title: "Connect AWS" };

type Body = (props: { connection: Connection }) => ReactNode;

const STEP_BODY: Record<Exclude<WizardStep, "name">, Body> = {
  install: InstallStep,
  role: RoleStep,
  verify: VerifyStep,
  choose: ChooseStep,
  members: MembersStep,
};

const Query = z.object({
  connection: z.string().optional().catch(undefined),
  step: z.enum(["install", "role", "verify", "choose", "members"]).catch("install"),
  name: z.string().max(100).catch(""),
});

/** The step of the address. A step that this kind of connection does not have becomes its first. */
function stepOf(connection: Connection | null, asked: Exclude<WizardStep, "name">): WizardStep {
  if (!connection) return "name";
  return wizardSteps(connection.kind)[asked] ? asked : "install";
}

/** The wizard's state is its address: one can leave for the AWS console, come back tomorrow and go on. */
export default async function NewConnectionPage({ searchParams }: { searchParams: SearchParams }) {
  const query = Query.parse(await searchParams);
  const connection = query.connection
    ? await orNotFound((await serverApi()).connections.get({ id: query.connection }))
    : null;
  const step = stepOf(connection, query.step);
  const Body = connection && step !== "name" ? STEP_BODY[step] : null;
  return (
    <>
      <PageHeader
        title={connection ? `Connect “${connection.name}”` : "Connect AWS"}
        breadcrumbs={[{ label: "Connections", href: "/connections" }]}
        description={wizardSteps(connection?.kind ?? "account")[step]?.description}
      />
      <WizardProgress current={step} connection={connection} />
      <Card p={{ base: "md", sm: "xl" }}>
        {connection && Body ? <Body connection={connection} /> : <NameStep initialName={query.name} />}
      </Card>
    </>
  );
}
