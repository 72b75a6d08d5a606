import { actionsOf } from "../permissions/permissions.ts";
import {
  actionLines,
  CUSTOMER_ROLE_NAME,
  EXTERNAL_ID_MAX_LENGTH,
  EXTERNAL_ID_MIN_LENGTH,
  EXTERNAL_ID_RULE,
  grantedActions,
  MAX_SESSION_SECONDS,
  MEMBER_PACKS,
  OPTIONAL_PACKS,
  PRINCIPAL_ARN_RULE,
  quoted,
  ROLE_DESCRIPTION,
  type ValuesOrBlank,
} from "./customer-role.ts";

type Choice = (typeof OPTIONAL_PACKS)[number];

const conditionOf = ({ parameter }: Choice): string => parameter.replace("Grant", "Grants");

const choiceParameter = ({ parameter, grants }: Choice): string => `
  ${parameter}:
    Type: String
    Description: Whether the role may also read ${grants}.
    Default: "no"
    AllowedValues: ["yes", "no"]`;

const conditionsOf = (choices: readonly Choice[]): string =>
  choices.length === 0
    ? ""
    : `
Conditions:
${choices.map((choice) => `  ${conditionOf(choice)}: !Equals [!Ref ${choice.parameter}, "yes"]`).join("\n")}
`;

const conditionalStatement = (choice: Choice): string => `
              - !If
                - ${conditionOf(choice)}
                - Effect: Allow
                  Action:
${actionLines(actionsOf([choice.pack]), "                    ", (action) => `- ${action}`)}
                  Resource: "*"
                - !Ref AWS::NoValue`;

function roleTemplate(values: ValuesOrBlank, choices: readonly Choice[], description: string): string {
  const parameterDefault = (value: string | undefined) =>
    value === undefined ? "" : `\n    Default: ${quoted(value)}`;
  const { roleName, path } = values?.role ?? { roleName: CUSTOMER_ROLE_NAME, path: "/" };
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: ${description}

Parameters:
  ExternalId:
    Type: String
    Description: The External ID shown in Rolecall. It belongs to this connection alone; do not change it.${parameterDefault(values?.externalId)}
    MinLength: ${EXTERNAL_ID_MIN_LENGTH}
    MaxLength: ${EXTERNAL_ID_MAX_LENGTH}
    AllowedPattern: '[\\w+=,.@:/-]+'
    ConstraintDescription: "${EXTERNAL_ID_RULE}"
  PrincipalArn:
    Type: String
    Description: The role of Rolecall that may assume this one, as shown in Rolecall.${parameterDefault(values?.principalArn)}
    AllowedPattern: 'arn:(aws|aws-cn|aws-us-gov):iam::\\d{12}:role/[\\w+=,.@/-]+'
    ConstraintDescription: "${PRINCIPAL_ARN_RULE}"${choices.map(choiceParameter).join("")}
${conditionsOf(choices)}
Resources:
  ${CUSTOMER_ROLE_NAME}:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${quoted(roleName)}${path === "/" ? "" : `\n      Path: ${quoted(path)}`}
      Description: ${ROLE_DESCRIPTION}
      MaxSessionDuration: ${MAX_SESSION_SECONDS}
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub
                - arn:\${AWS::Partition}:iam::\${RolecallAccountId}:root
                - RolecallAccountId: !Select [4, !Split [":", !Ref PrincipalArn]]
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: !Ref ExternalId
              ArnEquals:
                aws:PrincipalArn: !Ref PrincipalArn
      Policies:
        - PolicyName: ${CUSTOMER_ROLE_NAME}
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
${actionLines(grantedActions(values), "                  ", (action) => `- ${action}`)}
                Resource: "*"${choices.map(conditionalStatement).join("")}

Outputs:
  RoleArn:
    Description: Paste this into Rolecall.
    Value: !GetAtt ${CUSTOMER_ROLE_NAME}.Arn
`;
}

/** The role as a CloudFormation template. Of an organisation: the role of the account where it is read. */
export const cloudFormationTemplate = (values: ValuesOrBlank): string =>
  roleTemplate(
    values,
    values ? [] : OPTIONAL_PACKS,
    "Read-only role for Rolecall. It can be assumed only by Rolecall's own role, and only with your External ID.",
  );

/** The role of an organisation's member accounts, which a StackSet makes in each of them. */
export const memberTemplate = (values: ValuesOrBlank): string =>
  roleTemplate(
    values && { ...values, packs: (values.packs ?? []).filter((pack) => pack !== "organization") },
    values ? [] : MEMBER_PACKS,
    "Read-only role for Rolecall in the member accounts of an organization, made by a StackSet.",
  );
