import {
  actionLines,
  CUSTOMER_ROLE_NAME,
  EXTERNAL_ID_MAX_LENGTH,
  EXTERNAL_ID_MIN_LENGTH,
  EXTERNAL_ID_RULE,
  MAX_SESSION_SECONDS,
  PRINCIPAL_ARN_RULE,
  ROLE_DESCRIPTION,
  type ValuesOrBlank,
} from "./customer-role.ts";

/** The role as a CloudFormation template. */
export function cloudFormationTemplate(values: ValuesOrBlank): string {
  const parameterDefault = (value: string | undefined) => (value === undefined ? "" : `\n    Default: "${value}"`);
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: Read-only role for Rolecall. It can be assumed only by Rolecall's own role, and only with your External ID.

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
    ConstraintDescription: "${PRINCIPAL_ARN_RULE}"

Resources:
  ${CUSTOMER_ROLE_NAME}:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${CUSTOMER_ROLE_NAME}
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
${actionLines("                  ", (action) => `- ${action}`)}
                Resource: "*"

Outputs:
  RoleArn:
    Description: Paste this into Rolecall.
    Value: !GetAtt ${CUSTOMER_ROLE_NAME}.Arn
`;
}
