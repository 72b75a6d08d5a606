"use client";

import { MultiSelect, NativeSelect, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { CredentialKind, Holder } from "@rolecall/domain";
import { KIND_LABELS } from "../../../../rooms/credentials/credential-labels.ts";
import { withChosen } from "./place-options.ts";
import type { PlaceOption, Places, PolicyForm } from "./policy-form.ts";
import { HOLDER_LABELS } from "./policy-words.ts";

const KIND_OPTIONS = CredentialKind.options.map((value) => ({ value, label: KIND_LABELS[value] }));
const HOLDER_OPTIONS = [
  { value: "", label: "Anybody" },
  ...Holder.options.map((value) => ({ value, label: HOLDER_LABELS[value] })),
];

type PlacesFieldProps = {
  label: string;
  /** How an id looks, where ids are typed. */
  placeholder: string;
  options: readonly PlaceOption[];
  /** What the form gives the field. */
  input: ReturnType<PolicyForm["getInputProps"]>;
};

/** Several of what is known by name; where nothing is, ids are typed. */
function PlacesField({ label, placeholder, options, input }: PlacesFieldProps) {
  if (options.length === 0) {
    return (
      <TagsInput label={label} placeholder={placeholder} splitChars={[",", " ", ";"]} acceptValueOnBlur {...input} />
    );
  }
  return (
    <MultiSelect
      label={label}
      data={withChosen(options, input.value ?? [])}
      searchable
      limit={100}
      nothingFoundMessage="Nothing of this name is known"
      {...input}
    />
  );
}

type MatchFieldsProps = { form: PolicyForm; path: string; places: Places };

/** Whom an override is for. What is left empty is no condition. */
export function MatchFields({ form, path, places }: MatchFieldsProps) {
  const of = (field: string) => form.getInputProps(`${path}.${field}`);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <PlacesField
        label="Accounts"
        placeholder="12-digit account id"
        options={places.accounts}
        input={of("awsAccountIds")}
      />
      <PlacesField
        label="Organisational units"
        placeholder="ou-ab12-cdef3456"
        options={places.units}
        input={of("unitIds")}
      />
      <TextInput label="Tag of the user: key" maxLength={128} {...of("tagKey")} />
      <TextInput label="Tag of the user: value" placeholder="Any value" maxLength={256} {...of("tagValue")} />
      <TextInput label="Path of the user" placeholder="/vendors/" maxLength={512} {...of("pathPrefix")} />
      <NativeSelect label="Held by" data={HOLDER_OPTIONS} {...of("holder")} />
      <MultiSelect label="Kinds of credential" data={KIND_OPTIONS} searchable {...of("kinds")} />
    </SimpleGrid>
  );
}
