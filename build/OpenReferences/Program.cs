using Larq.OpenReferences;
using Mono.Cecil;

if (args.Length < 3)
{
    Console.Error.WriteLine(
        "Larq.OpenReferences: error: wanted <output folder> <file that lists every reference> <assembly to open>..., " +
        $"got {args.Length} argument(s).");
    return 1;
}

var (folder, list, wanted) = (args[0], args[1], args[2..]);
using var references = new ListedReferences(File.ReadAllLines(list));
Directory.CreateDirectory(folder);
foreach (var path in wanted)
{
    using var assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = references });
    var opened = Opener.Open(assembly.MainModule);
    assembly.Write(Path.Combine(folder, Path.GetFileName(path)));
    Console.WriteLine($"{assembly.Name.Name} {assembly.Name.Version}: opened {opened} types and members.");
}

return 0;
