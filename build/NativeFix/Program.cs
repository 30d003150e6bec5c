using System.Buffers.Binary;

namespace Larq.NativeFix;

/// <summary>
/// <c>Larq.NativeFix FILE...</c> lets shared libraries load where libstdc++ lacks GLIBCXX_3.4.32, if they need nothing
/// of it.
/// Exit code: 0 when every file is fit to load or not concerned, 1 when one was refused, 2 when no file was named.
/// </summary>
internal static class Program
{
    private static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    internal static int Run(string[] paths, TextWriter output, TextWriter error)
    {
        if (paths.Length == 0)
        {
            error.WriteLine("usage: Larq.NativeFix FILE...");
            return 2;
        }

        var refused = 0;
        foreach (var path in paths)
        {
            try
            {
                output.WriteLine($"{path}: {Fix(path)}");
            }
            catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException)
            {
                // The form that MSBuild shows as an error or a warning of its own.
                error.WriteLine($"{path} : error LARQ0001: left as it was: {e.Message}");
                refused++;
            }
        }
        return refused == 0 ? 0 : 1;
    }

    private static string Fix(string path)
    {
        var content = File.ReadAllBytes(path);
        var decision = PatchDecision.For(content);
        switch (decision.Verdict)
        {
            case Verdict.NothingToDo:
                return $"does not ask for {PatchDecision.Version}, nothing to do";
            case Verdict.AlreadyWeak:
                return $"already loads without {PatchDecision.Version}, nothing to do";
            default:
                var flags = content.AsSpan((int)decision.FlagsOffset, sizeof(ushort));
                BinaryPrimitives.WriteUInt16LittleEndian(flags, VersionNeed.Weak);
                FileReplacement.Write(path, content);
                return $"made its need for {PatchDecision.Version} of {PatchDecision.Library} weak, as it uses nothing "
                    + "of it";
        }
    }
}
