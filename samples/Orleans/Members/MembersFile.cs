using System.Text.Json;

namespace OrleansSample.Members;

/// <summary>
/// The silos of a cluster in a file that all its processes share, on one machine or a disk that locks files for
/// several. Whoever writes holds a lock, which the system takes back from a process that dies; whoever reads needs
/// none, since a new file takes the old one's place as a whole.
/// </summary>
internal sealed class MembersFile(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public MemberList Read()
    {
        try
        {
            return JsonSerializer.Deserialize<MemberList>(File.ReadAllBytes(path))
                ?? throw new InvalidDataException($"'{path}' holds no list of members.");
        }
        catch (FileNotFoundException)
        {
            return new MemberList(0, []);
        }
    }

    /// <summary>Puts another list in the place of the one that is there, between which nobody else writes.</summary>
    /// <param name="change">The new list, or null to leave the old one.</param>
    /// <returns>Whether there is a new list.</returns>
    /// <exception cref="TimeoutException">Others held the lock for ten seconds.</exception>
    public async Task<bool> Change(Func<MemberList, MemberList?> change)
    {
        await using var held = await Lock();
        if (change(Read()) is not { } list) return false;
        var next = $"{path}.next";
        await File.WriteAllBytesAsync(next, JsonSerializer.SerializeToUtf8Bytes(list));
        File.Move(next, path, overwrite: true);
        return true;
    }

    private async Task<FileStream> Lock()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (error is not DirectoryNotFoundException)
            {
                if (TimeProvider.System.GetElapsedTime(start) > Patience)
                {
                    throw new TimeoutException(
                        $"'{path}.lock' was held by others for {Patience.TotalSeconds} s.", error);
                }
            }

            await Task.Delay(Random.Shared.Next(1, 10));
        }
    }
}
