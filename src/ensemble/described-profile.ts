/** A profile as it is described by a file: text and templates, no code. */
import type { NodeName } from '../contract.ts';
import { type Member, PORTS } from './member.ts';
import type { Environment, ProfileEntry, ProfileNode } from './profile-entry.ts';
import { render, TemplateError, type Values } from './template.ts';

type Texts = Readonly<Record<string, string>>;

/** What a file for `--profile` says. `command`, the values of `environment` and of `files` are templates. */
export interface ProfileDescription
  extends Omit<ProfileEntry, 'image' | 'command' | 'environment' | 'files'> {
  /** The image with its tag, or else `archive`: a release of ZooKeeper. */
  readonly image?: string;
  readonly archive?: string;
  readonly command?: readonly string[];
  /** Absent, and no files either: the environment of the official ZooKeeper image. */
  readonly environment?: Texts;
  /** Files by their paths in the container. */
  readonly files?: Texts;
}

/** Returns the profile that a description stands for.
 * @throws {TemplateError} when a template is rendered that cannot be. */
export function describedProfile(description: ProfileDescription): ProfileEntry {
  const { image, archive, command, environment, files, ...rest } = description;
  const isUsual = environment === undefined && files === undefined && command === undefined;
  return {
    ...rest,
    image: image ?? archive ?? '',
    ...(command !== undefined && {
      command: node => command.map(word => render(word, valuesOf(node))),
    }),
    ...(!isUsual && { environment: node => rendered(environment ?? {}, node) }),
    ...(files !== undefined && { files: node => rendered(files, node) }),
  };
}

function rendered(texts: Texts, node: ProfileNode): Environment {
  const values = valuesOf(node);
  return Object.fromEntries(
    Object.entries(texts).map(([name, template]) => [name, render(template, values)]),
  );
}

/** Returns what is wrong with the templates of a description, with its field; undefined where they can be rendered. */
export function templateProblem(description: ProfileDescription): string | undefined {
  const { command = [], environment = {}, files = {} } = description;
  const templates = [
    ...command.map((word, at) => [`command[${at}]`, word]),
    ...Object.entries(environment).map(([name, text]) => [`environment.${name}`, text]),
    ...Object.entries(files).map(([path, text]) => [`files.${path}`, text]),
  ];
  for (const [field, template = ''] of templates) {
    try {
      render(template, valuesOf(SAMPLE));
    } catch (error) {
      if (error instanceof TemplateError) return `${field}: ${error.message}`;
      throw error;
    }
  }
  return undefined;
}

const member = (id: number): Member => ({
  ...{ name: `n${id}` as NodeName, id },
  ...{ host: `10.0.0.${id}`, observer: false },
});
const SAMPLE = { self: member(1), members: [member(1), member(2)] };

/** The folders that every server may write to, on the volume of its node. */
export const FOLDERS = { data: '/disk/data', log: '/disk/log' } as const;

/** Names that templates may use. */
export function valuesOf({ self, members }: Pick<ProfileNode, 'self' | 'members'>): Values {
  return {
    ...memberValues(self),
    members: members.map((member, at) => ({
      ...memberValues(member),
      last: at === members.length - 1,
    })),
    alone: members.length === 1,
    ports: PORTS,
    folders: FOLDERS,
  };
}

/** `host` in brackets where it is an IPv6 address. */
function memberValues({ id, name, host, observer }: Member): Values {
  return { id, name, host: host.includes(':') ? `[${host}]` : host, observer };
}
