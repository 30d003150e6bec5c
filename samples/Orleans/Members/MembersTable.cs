using System.Globalization;

namespace OrleansSample.Members;

/// <summary>
/// Orleans' table of silos in a file. A row's tag is the version of the table in which it was written, the table's
/// own tag is its version: a change holds if nobody else made one since the table was read.
/// </summary>
internal sealed class MembersTable(MembersFile file) : IMembershipTable
{
    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task DeleteMembershipTableEntries(string clusterId) =>
        file.Change(list => new MemberList(list.Version + 1, []));

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => file.Change(list => list with
    {
        Members = [.. list.Members.Where(
            member => member.Status != SiloStatus.Dead || Latest(member) >= beforeDate.UtcDateTime)],
    });

    public Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var address = key.ToParsableString();
        return Task.FromResult(Data(file.Read(), member => member.Address == address));
    }

    public Task<MembershipTableData> ReadAll() => Task.FromResult(Data(file.Read(), _ => true));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        Put(entry, tableVersion, old => old is null);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        Put(entry, tableVersion, old => old is not null && Tag(old.Version) == etag);

    /// <summary>
    /// Changes the time alone, and no tag: a silo says so every few seconds, and nobody has to read again for it.
    /// </summary>
    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        var address = entry.SiloAddress.ToParsableString();
        return file.Change(list => list with
        {
            Members = [.. list.Members.Select(
                member => member.Address == address ? member with { Alive = entry.IAmAliveTime } : member)],
        });
    }

    private Task<bool> Put(MembershipEntry entry, TableVersion version, Func<Member?, bool> isExpected) =>
        file.Change(list =>
        {
            var row = Member.Of(entry, version.Version);
            var old = list.Members.SingleOrDefault(member => member.Address == row.Address);
            return Tag(list.Version) == version.VersionEtag && isExpected(old)
                ? new MemberList(version.Version, [.. list.Members.Where(member => member.Address != row.Address), row])
                : null;
        });

    private static MembershipTableData Data(MemberList list, Func<Member, bool> wanted) => new(
        [.. list.Members.Where(wanted).Select(member => Tuple.Create(member.Entry(), Tag(member.Version)))],
        new TableVersion(list.Version, Tag(list.Version)));

    private static DateTime Latest(Member member) =>
        member.Suspicions.Select(vote => vote.Time).Append(member.Alive).Append(member.Started).Max();

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
