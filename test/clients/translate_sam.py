"""Translates a SAM template (JSON or YAML on stdin) into the CloudFormation template that is deployed of it."""

import json
import sys

import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

template = yaml.safe_load(sys.stdin)
translated = Translator({}, Parser()).translate(template, {"AWS::Region": "us-east-1"})
print(json.dumps(translated))
