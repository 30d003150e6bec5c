// Writes the part of an assembly's documentation that its users see: that of public types and of their public and
// protected members.
using System.Xml.Linq;
using Larq.PublicDocs;
using Mono.Cecil;

if (args.Length != 3)
{
    Console.Error.WriteLine(
        $"Larq.PublicDocs: error: wanted <assembly> <its documentation> <file to write>, got {args.Length} argument(s).");
    return 1;
}

using var assembly = AssemblyDefinition.ReadAssembly(args[0]);
var visible = Visible.Names(assembly.MainModule).ToHashSet(StringComparer.Ordinal);
var documentation = XDocument.Load(args[1], LoadOptions.PreserveWhitespace);
var members = documentation.Descendants("member").ToArray();
var hidden = members.Where(member => !visible.Contains(Heirs.NameOf(member))).ToArray();
Heirs.Settle(members.Except(hidden), hidden.ToDictionary(Heirs.NameOf, StringComparer.Ordinal));
foreach (var member in hidden)
{
    // The line's end goes with it.
    if (member.PreviousNode is XText blank) blank.Remove();
    member.Remove();
}

if (hidden.Length == members.Length)
{
    Console.Error.WriteLine($"Larq.PublicDocs: error: {args[1]} documents nothing that {args[0]} shows.");
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[2]))!);
documentation.Save(args[2], SaveOptions.DisableFormatting);
Console.WriteLine(
    $"{assembly.Name.Name}: documentation of {members.Length - hidden.Length} members, {hidden.Length} left out.");
return 0;
