using System.Reflection;
using System.Runtime.Loader;
using Larq.ModelBuilder.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>Compiles generated files as a project without implicit usings does, and loads them.</summary>
internal static class CompiledCode
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.ML.Larq.Tests", StringComparison.Ordinal))
            .Concat(Directory.GetFiles(AspNetCore, "Microsoft.*.dll")).DistinctBy(Path.GetFileName)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // Beside the runtime that runs the tests, of the same version.
    private static string AspNetCore
    {
        get
        {
            var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            return Path.Combine(
                Path.GetDirectoryName(Path.GetDirectoryName(runtime))!, "Microsoft.AspNetCore.App",
                Path.GetFileName(runtime));
        }
    }

    public static Assembly Load(IEnumerable<GeneratedFile> files, params IEnumerable<string> more)
    {
        using var code = new MemoryStream();
        var said = Compile(files, more).Emit(code);
        Assert.IsTrue(said.Success, string.Join('\n', Problems(said.Diagnostics)));
        code.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(code);
    }

    /// <summary>Errors and warnings of files, with a program of top-level statements and its implicit usings.</summary>
    public static IReadOnlyList<string> Problems(IEnumerable<GeneratedFile> files, string program)
    {
        const string Usings =
            """
            global using System; global using System.Collections.Generic; global using System.IO;
            global using System.Linq; global using System.Net.Http; global using System.Threading;
            global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder;
            global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http;
            global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
            global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
            global using Microsoft.Extensions.Logging;
            """;
        var compilation = Compile(files, [Usings, program]);
        return Problems(compilation
            .WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)).GetDiagnostics());
    }

    // What is made of it shares what was read of the references.
    private static CSharpCompilation Empty { get; } = CSharpCompilation.Create(
        "Generated", [], References, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Compile(IEnumerable<GeneratedFile> files, IEnumerable<string> more) =>
        Empty.AddSyntaxTrees(
            [
                .. files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !file.Path.Contains('/'))
                    .Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)),
                .. more.Select(text => CSharpSyntaxTree.ParseText(text)),
            ]);

    private static IReadOnlyList<string> Problems(IEnumerable<Diagnostic> said) =>
        [.. said.Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => one.ToString())];
}
