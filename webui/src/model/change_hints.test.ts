import { describe, expect, it } from 'vitest';
import { isMigration, pullRequest, withoutPull } from './change_hints';

const github = 'https://github.com/acme/shop/compare/aaa...bbb';
const gitlab = 'https://gitlab.example/team/sub/shop/-/compare/aaa...bbb';

describe('the pull request of a commit', () => {
  it('is found in what forges write', () => {
    expect(pullRequest('Add a basket (#12)', github)).toEqual({ name: '#12', address: 'https://github.com/acme/shop/pull/12' });
    expect(pullRequest('Merge pull request #7 from acme/fix', github)).toEqual({ name: '#7', address: 'https://github.com/acme/shop/pull/7' });
    expect(pullRequest('Add a basket (!12)', gitlab)).toEqual({ name: '!12', address: 'https://gitlab.example/team/sub/shop/-/merge_requests/12' });
  });

  it('is not told twice', () => {
    for (const [subject, rest] of [['Add a basket (#12) ', 'Add a basket'], ['Merge pull request #12 from x', 'Merge pull request #12 from x']] as const) expect(withoutPull(subject, pullRequest(subject, github))).toBe(rest);
    expect(withoutPull('Add a basket (#12)', null)).toBe('Add a basket (#12)');
  });

  it('is none where nothing names one, or no address is known', () => {
    for (const subject of ['Fix #12', 'See (#12) for more', 'Add a basket (12)', '(#)', `(#${'1'.repeat(10)})`]) expect(pullRequest(subject, github), subject).toBeNull();
    for (const address of [undefined, '', 'javascript:alert(1)/compare/', 'file:///srv/shop']) expect(pullRequest('Add a basket (#12)', address)).toBeNull();
    expect(pullRequest('Add a basket (#12)', gitlab)).toBeNull();
  });
});

describe('a migration', () => {
  it('is known by where it lies and how it is called', () => {
    for (const path of ['migrations/0012_log_times.sql', 'app/db/migrate/20260102_add_basket.rb', 'shop/migrations/0003_auto.py', 'alembic/versions/3f_add.py', 'src/main/resources/V12__basket.sql', 'prisma/migrations/20260102_init/migration.sql']) expect(isMigration(path), path).toBe(true);
  });

  it('is nothing that only speaks of one', () => {
    for (const path of ['docs/migrations.md', 'migrations/README.md', 'shop/migrations/__init__.py', 'src/migration_runner.ts', 'src/immigrations/a.sql', 'queries/V12.sql', 'emigration/form.html']) expect(isMigration(path), path).toBe(false);
  });
});
