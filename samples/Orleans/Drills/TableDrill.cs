using System.Net;
using OrleansSample.Members;

namespace OrleansSample.Drills;

/// <summary>What Orleans asks of a table of members, and eight who change it at once.</summary>
internal static class TableDrill
{
    public static async Task<int> Run(string folder)
    {
        await Rules(new MembersTable(new MembersFile(Path.Combine(folder, "rules.json"))));
        const int Writers = 8, Changes = 25;
        var path = Path.Combine(folder, "many.json");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(path, writer, Changes))));
        var table = await new MembersTable(new MembersFile(path)).ReadAll();
        Require(table.Version.Version == Writers * (Changes + 1), "each change is a version");
        Require(table.Members.Count == Writers, "each has a row");
        Require(table.Members.All(row => row.Item1.ProxyPort == Changes), "no change is lost");
        Console.WriteLine(
            $"The file of members keeps what it must; of {table.Version.Version} changes by {Writers} none is lost.");
        return 0;
    }

    private static async Task Rules(MembersTable table)
    {
        var (old, silo) = (await table.ReadAll(), Entry(1));
        Require(old.Members.Count == 0, "a new table is empty");
        Require(await table.InsertRow(silo, old.Version.Next()), "a row is put in");
        var first = await table.ReadAll();
        Require(!await table.InsertRow(silo, first.Version.Next()), "no silo is there twice");
        Require(!await table.InsertRow(Entry(2), old.Version.Next()), "no row goes into a table that has changed");
        var (tag, next) = (first.Members[0].Item2, first.Version.Next());
        Require(!await table.UpdateRow(Entry(3), tag, next), "no row is changed that is not there");
        Require(!await table.UpdateRow(silo, "other", next), "no row is changed that has another tag");
        Require(!await table.UpdateRow(silo, tag, old.Version.Next()), "no row is changed in a table that has changed");

        silo.Status = SiloStatus.Active;
        silo.AddSuspector(Entry(2).SiloAddress, silo.StartTime);
        Require(await table.UpdateRow(silo, tag, next), "a row is changed");
        silo.IAmAliveTime = silo.StartTime.AddMinutes(1);
        await table.UpdateIAmAlive(silo);
        var second = await table.ReadRow(silo.SiloAddress);
        Require(second.Version.Version == first.Version.Version + 1, "a sign of life is no new version");
        Require(second.Members.Single().Item1.ToFullString() == silo.ToFullString(), "a row is read as it was written");

        silo.Status = SiloStatus.Dead;
        Require(await table.UpdateRow(silo, $"{next.Version}", second.Version.Next()), "a sign of life is no new tag");
        await table.CleanupDefunctSiloEntries(silo.IAmAliveTime);
        Require((await table.ReadAll()).Members.Count == 1, "who died since is kept");
        await table.CleanupDefunctSiloEntries(silo.IAmAliveTime.AddSeconds(1));
        Require((await table.ReadAll()).Members.Count == 0, "who died before is not");
    }

    // As silos do: read, change, and from the beginning where another was quicker.
    private static async Task Write(string path, int writer, int changes)
    {
        var table = new MembersTable(new MembersFile(path));
        var entry = Entry(writer);
        for (var change = 0; change <= changes;)
        {
            var old = await table.ReadAll();
            entry.ProxyPort = change;
            var row = old.TryGet(entry.SiloAddress);
            var done = row is null
                ? await table.InsertRow(entry, old.Version.Next())
                : await table.UpdateRow(entry, row.Item2, old.Version.Next());
            if (done) change++;
        }
    }

    private static MembershipEntry Entry(int number) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_000 + number), 7),
        Status = SiloStatus.Joining,
        ProxyPort = 1,
        HostName = "here",
        SiloName = $"silo {number}",
        StartTime = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        IAmAliveTime = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"It does not hold that {what}.");
    }
}
