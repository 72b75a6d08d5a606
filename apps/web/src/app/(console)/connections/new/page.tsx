import { Card } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { PageHeader } from "@rolecall/ui";
import type { Metadata } from "next";
import { z } from "zod";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import type { SearchParams } from "../../list-query.ts";
import { InstallStep } from "./install-step.tsx";
import { NameStep } from "./name-step.tsx";
import { RoleStep } from "./role-step.tsx";
import { VerifyStep } from "./verify-step.tsx";
import { WIZARD_STEPS, WizardProgress, type WizardStep } from "./wizard-progress.tsx";

export const metadata: Metadata = { title: "Connect an AWS account" };

const STEP_BODY: Record<Exclude<WizardStep, "name">, (props: { connection: Connection }) => React.ReactNode> = {
  install: InstallStep,
  role: RoleStep,
  verify: VerifyStep,
};

const Query = z.object({
  connection: z.string().optional().catch(undefined),
  step: z.enum(["install", "role", "verify"]).catch("install"),
});

/** The wizard's state is its address: one can leave for the AWS console, come back tomorrow and go on. */
export default async function NewConnectionPage({ searchParams }: { searchParams: SearchParams }) {
  const query = Query.parse(await searchParams);
  const connection = query.connection
    ? await orNotFound((await serverApi()).connections.get({ id: query.connection }))
    : null;
  const step = connection ? query.step : "name";
  const Body = connection && step !== "name" ? STEP_BODY[step] : null;
  return (
    <>
      <PageHeader
        title={connection ? `Connect “${connection.name}”` : "Connect an AWS account"}
        breadcrumbs={[{ label: "Connections", href: "/connections" }]}
        description={WIZARD_STEPS[step].description}
      />
      <WizardProgress current={step} connectionId={connection?.id ?? null} hasRole={Boolean(connection?.roleArn)} />
      <Card p={{ base: "md", sm: "xl" }}>{connection && Body ? <Body connection={connection} /> : <NameStep />}</Card>
    </>
  );
}
