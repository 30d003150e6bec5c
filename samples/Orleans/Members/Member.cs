namespace OrleansSample.Members;

/// <summary>
/// A silo in the file: what Orleans wants kept of it, and since which version of the table it is so.
/// </summary>
internal sealed record Member
{
    /// <summary>Address, port and generation.</summary>
    public required string Address { get; init; }

    public required SiloStatus Status { get; init; }

    /// <summary>Where clients call; 0 for nowhere.</summary>
    public required int Gateway { get; init; }

    public required string Host { get; init; }

    public required string Name { get; init; }

    public required DateTime Started { get; init; }

    public required DateTime Alive { get; init; }

    public required Suspicion[] Suspicions { get; init; }

    public required int Version { get; init; }

    public static Member Of(MembershipEntry entry, int version) => new()
    {
        Address = entry.SiloAddress.ToParsableString(),
        Status = entry.Status,
        Gateway = entry.ProxyPort,
        Host = entry.HostName,
        Name = entry.SiloName,
        Started = entry.StartTime,
        Alive = entry.IAmAliveTime,
        Suspicions =
        [
            .. (entry.SuspectTimes ?? []).Select(vote => new Suspicion(vote.Item1.ToParsableString(), vote.Item2)),
        ],
        Version = version,
    };

    public MembershipEntry Entry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Address),
        Status = Status,
        ProxyPort = Gateway,
        HostName = Host,
        SiloName = Name,
        StartTime = Started,
        IAmAliveTime = Alive,
        SuspectTimes = [.. Suspicions.Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote.By), vote.Time))],
    };
}

/// <summary>Which silo found another dead, and when.</summary>
internal sealed record Suspicion(string By, DateTime Time);

/// <summary>The whole file: a version that grows with every change, and all silos.</summary>
internal sealed record MemberList(int Version, Member[] Members);
