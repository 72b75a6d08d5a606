import type { Partition } from "../../../primitives.ts";
import type { HclBlock } from "../languages/hcl.ts";

/** The role that the policies are attached to. */
export type RoleOfPlan = { name: string; path: string; arn: string; isExisting: boolean };

/** What each resource is written beside. */
export type Surroundings = {
  awsAccountId: string;
  partition: Partition;
  /** Null: nothing of the plan hangs on a role. */
  role: RoleOfPlan | null;
};

/** A JSON document in a template, which stays as it is where the names of properties are changed. */
export class TemplateDocument {
  readonly document: unknown;
  constructor(document: unknown) {
    this.document = document;
  }
}

/** Another resource of the template: what `Ref` gives of it, or an attribute. */
export class TemplateReference {
  readonly id: string;
  readonly attribute: string | null;
  constructor(id: string, attribute: string | null = null) {
    this.id = id;
    this.attribute = attribute;
  }
}

/** A resource of CloudFormation, of which both its template and the CDK's stack are written. */
export type TemplateResource = {
  id: string;
  comment: string;
  type: `AWS::${string}::${string}`;
  /** Texts, numbers, lists and objects of them, documents and references. Those without a value are left out. */
  properties: Readonly<Record<string, unknown>>;
  dependsOn?: string;
  /** Made only where the template's user says that it does not exist. */
  unlessExists?: boolean;
};

/** Commands of a shell. Run twice, they leave what they left the first time. */
export type ShellPart = { apply: string; undo: string };

/** How one kind of resource is written in each format. */
export type Rendering<Made> = {
  terraform(made: Made, surroundings: Surroundings): HclBlock[];
  template(made: Made, surroundings: Surroundings): TemplateResource[];
  shell(made: Made, surroundings: Surroundings): ShellPart;
};
