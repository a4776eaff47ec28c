"""docs/case.schema.json against the parser of case files.  case_schema.py PART ROOT [DEQCERT]; run by schema.sh."""
import fnmatch
import glob
import json
import os
import re
import subprocess
import sys

# Bad samples that no schema can see: what stands in files, inside expressions, between values, or in the YAML itself.
UNSEEN = ['data-*', 'labels-*', 'expression-*', 'pieces-*', 'expect-*', 'training-*', 'sigma-long', 'sigma-nan',
          'monte-carlo-widths-decreasing', 'directive', 'tag', 'utf16', 'duplicate-key']
# ... except these, which it must.
SEEN = '''data-cifar10-empty-list data-csv-list data-idx-classes-word data-idx-count-zero data-idx-labels-alone data-none
data-normalise data-normalise-twice data-npy-unknown-key data-null-csv data-orthogonal-seed data-sphere-large-seed
data-sphere-missing-d data-sphere-negative-seed data-sphere-too-many data-sphere-too-many-digits data-sphere-zero
data-two-sources expect-empty-widths expect-list expect-unknown-verdict expect-unknown-width expression-comma-in-flow
expression-long labels-both labels-empty labels-seed pieces-empty pieces-infinite-until pieces-scalar
pieces-unknown-key training-values'''.split()

part, root = sys.argv[1], sys.argv[2]
with open(os.path.join(root, 'docs/case.schema.json'), encoding='utf-8') as file:
    schema = json.load(file)


def samples(*patterns):
    found = sorted(path for p in patterns for path in glob.glob(os.path.join(root, p)))
    assert found, patterns
    return found


def forms(node):
    """The node and what it refers to or chooses from."""
    yield node
    if '$ref' in node:
        yield from forms(schema['definitions'][node['$ref'].rsplit('/', 1)[1]])
    for choice in node.get('anyOf', []):
        yield from forms(choice)


def mappings(node, path=()):
    """(path, keys) of every mapping with fixed keys; a list is the step '[]'."""
    for form in forms(node):
        if 'properties' in form and form.get('type') == 'object':
            yield path, set(form['properties'])
            for key, value in form['properties'].items():
                yield from mappings(value, path + (key,))
        if isinstance(form.get('items'), dict):
            yield from mappings(form['items'], path + ('[]',))


def enums(node):
    if isinstance(node, dict):
        if 'enum' in node:
            yield set(node['enum'])
        for value in node.values():
            yield from enums(value)
    elif isinstance(node, list):
        for value in node:
            yield from enums(value)


def parser_tables():
    """Every table of words of the sections of a case: keys, choices, words of a field."""
    for path in samples('verify/input/case_*.c'):
        with open(path, encoding='utf-8') as source:
            for body in re.findall(r'static const char \*const \w+\[\] = \{([^}]*)\}', source.read()):
                yield os.path.basename(path), set(re.findall(r'"([^"]*)"', body))


def tables():
    """The same sets of words on both sides."""
    keys = [words for _, words in mappings(schema)]
    choices = [{one['required'][0] for one in node['oneOf']} for node in schema['properties'].values() if 'oneOf' in node]
    mine = keys + choices + list(enums(schema))
    theirs = list(parser_tables())
    assert len(theirs) > 10, theirs
    for file, words in theirs:
        assert words in mine, f'{file} knows {sorted(words)}, the schema has no such set of words'
    for words in keys + list(enums(schema)):
        assert words in [w for _, w in theirs], f'the schema knows {sorted(words)}, the parser has no such table'


def keys():
    """The program itself says which keys it allows at each place."""
    count = 0
    for path, words in mappings(schema):
        case = {'no such key': 1}
        for step in reversed(path):
            case = [case] if step == '[]' else {step: case}
        with open('probe.yaml', 'w', encoding='utf-8') as file:
            json.dump(case, file)
        said = subprocess.run([sys.argv[3], 'check', 'probe.yaml'], capture_output=True, text=True, check=False).stderr
        allowed = re.search(r'unknown key "no such key";.* allowed are (.*)', said)
        assert allowed, (path, said)
        got = set(re.split(r', | and ', allowed.group(1)))
        assert got == words, f'{".".join(path)}: the parser allows {sorted(got)}, the schema {sorted(words)}'
        count += 1
    assert count > 10, count


def limits():
    """The numbers of case_parts.h."""
    with open(os.path.join(root, 'verify/input/case_parts.h'), encoding='utf-8') as file:
        most = {name: int(value) for name, value in re.findall(r'#define CASE_MAX_(\w+) +(\d+)', file.read())}
    definitions, properties = schema['definitions'], schema['properties']
    monte_carlo, training = properties['monte_carlo']['properties'], properties['training']['properties']
    assert definitions['points']['maximum'] == most['POINTS']
    assert definitions['dimension']['maximum'] == most['DIMENSION']
    assert definitions['width']['maximum'] == most['WIDTH']
    assert definitions['files']['anyOf'][1]['maxItems'] == most['FILES']
    assert monte_carlo['widths']['maxItems'] == most['WIDTHS']
    assert monte_carlo['trials']['maximum'] == most['TRIALS']
    assert training['steps']['maximum'] == most['STEPS']
    assert properties['activation']['properties']['pieces']['maxItems'] == most['PIECES']
    assert properties['title']['maxLength'] == most['TITLE']


def validator():
    import jsonschema
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def load(path):
    """The file as an editor sees it, by the core schema of YAML 1.2."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {}
    for tag, pattern, first in (
            ('bool', r'true|True|TRUE|false|False|FALSE', 'tTfF'), ('null', r'~|null|Null|NULL|', ['~', 'n', 'N', '']),
            ('int', r'[-+]?[0-9]+', '-+0123456789'),
            ('float', r'[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan', '-+.0123456789')):
        Loader.add_implicit_resolver(f'tag:yaml.org,2002:{tag}', re.compile(f'^({pattern})$'), list(first))
    Loader.add_constructor('tag:yaml.org,2002:int', lambda _, node: int(node.value))
    Loader.add_constructor('tag:yaml.org,2002:float',
                           lambda _, node: float(re.sub(r'\.(inf|nan)', r'\1', node.value)))

    def text_keys(value):
        if isinstance(value, dict):
            return {str(key): text_keys(entry) for key, entry in value.items()}
        return [text_keys(entry) for entry in value] if isinstance(value, list) else value
    with open(path, 'rb') as file:
        return text_keys(yaml.load(file, Loader))


def accepts():
    """Every shipped case, and what `deqcert new` wrote."""
    check = validator()
    for path in samples('cases/*.yaml', 'cases/planted/*.yaml') + sys.argv[3:]:
        wrong = [error.message for error in check.iter_errors(load(path))]
        assert not wrong, (path, wrong)


def rejects():
    """The bad samples, but for those no schema can see."""
    import yaml
    check = validator()
    seen = 0
    for path in samples('tests/bad/*.yaml'):
        name = os.path.basename(path)[:-len('.yaml')]
        try:
            wrong = not check.is_valid(load(path))
        except yaml.YAMLError:
            continue
        seen += wrong
        unseen = name not in SEEN and any(fnmatch.fnmatch(name, pattern) for pattern in UNSEEN)
        assert wrong or unseen, f'{name} passes the schema: reject it there, or list it in UNSEEN'
    assert seen >= 60, seen


{'tables': tables, 'keys': keys, 'limits': limits, 'accepts': accepts, 'rejects': rejects}[part]()
