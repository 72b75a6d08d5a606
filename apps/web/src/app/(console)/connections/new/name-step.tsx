"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import {
  type Connection,
  DEFAULT_CALL_CEILING_PER_SECOND,
  DEFAULT_SCAN_EVERY_HOURS,
  type Partition,
} from "@rolecall/domain";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOfCeiling } from "../call-limits.ts";
import type { OptionalPack } from "../packs.ts";
import { ScanLimitsFields } from "../scan-limits-fields.tsx";
import { wizardHref } from "../wizard-steps.ts";
import { KindField } from "./kind-field.tsx";
import classes from "./name-step.module.css";
import { PacksField } from "./packs-field.tsx";

const PARTITIONS: { value: Partition; label: string }[] = [
  { value: "aws", label: "AWS (aws)" },
  { value: "aws-us-gov", label: "AWS GovCloud, US (aws-us-gov)" },
  { value: "aws-cn", label: "AWS China (aws-cn)" },
];

const EXAMPLES: Record<Connection["kind"], string> = {
  account: "Such as “Production” or “Payments, staging”",
  organization: "Such as “Acme, all accounts”",
};

const INITIAL = {
  kind: "account" as Connection["kind"],
  partition: "aws" as Partition,
  packs: [] as OptionalPack[],
  limits: {
    scanEveryHours: DEFAULT_SCAN_EVERY_HOURS,
    callCeilingPerSecond: DEFAULT_CALL_CEILING_PER_SECOND as number | string,
  },
};

/** Creates the connection, and with it the External ID that the next step shows. */
export function NameStep({ initialName }: { initialName: string }) {
  const create = useAction(useTRPC().connections.create.mutationOptions(), {
    goTo: ({ id }) => wizardHref(id, "install"),
  });
  const form = useForm({
    initialValues: { ...INITIAL, name: initialName },
    validate: {
      name: (value) => (value.trim() ? null : "Give the connection a name"),
      limits: ({ callCeilingPerSecond }) => problemOfCeiling(callCeilingPerSecond),
    },
  });
  const submit = form.onSubmit(({ limits, ...values }) =>
    create.run({ ...values, ...limits }, { onRefused: ({ fields }) => form.setErrors(fields) }),
  );
  const { kind, packs, limits } = form.values;
  const ceilingProblem = typeof form.errors.limits === "string" ? form.errors.limits : null;
  return (
    <ActionForm onSubmit={submit} problem={create.problem} maw={640} gap="lg">
      <KindField value={kind} onChange={(value) => form.setFieldValue("kind", value)} />
      <TextInput
        label="Name"
        description={EXAMPLES[kind]}
        name="name"
        required
        withAsterisk={false}
        maxLength={100}
        {...form.getInputProps("name")}
      />
      <NativeSelect
        label="Partition"
        description="Nearly always AWS. A role of one partition cannot be reached from another."
        name="partition"
        data={PARTITIONS}
        {...form.getInputProps("partition")}
      />
      <PacksField value={packs} onChange={(value) => form.setFieldValue("packs", value)} />
      <details className={classes.advanced} open={ceilingProblem !== null || undefined}>
        <summary>Advanced: scan interval and call ceiling</summary>
        <div className={classes.fields}>
          <ScanLimitsFields
            value={limits}
            onChange={(value) => form.setFieldValue("limits", value)}
            ceilingProblem={ceilingProblem}
          />
        </div>
      </details>
      <SubmitButton loading={create.isBusy} style={{ alignSelf: "flex-start" }}>
        Continue
      </SubmitButton>
    </ActionForm>
  );
}
