using System.Reflection;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Images;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>
/// A model of one transformer, opened as ML.NET opens it, so that an archive can be asked to read it as another version
/// of the library would. ML.NET's types for it are its own: they are reached by reflection.
/// </summary>
internal sealed class OpenedModel : IDisposable
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Assembly Core = typeof(IHostEnvironment).Assembly;

    private readonly IDisposable _repository;
    private readonly object _context;

    public OpenedModel(string path)
    {
        var reader = Core.GetType("Microsoft.ML.RepositoryReader", throwOnError: true)!;
        var open = reader.GetMethod("Open", Any)!;
        _repository = (IDisposable)open.Invoke(null, [File.OpenRead(path), .. Rest(open, 1)])!;
        var entry = reader.GetMethods(Any).Single(method => method.Name == "OpenEntry"
            && method.GetParameters().Length == 2).Invoke(_repository, ["TransformerChain", "Model.key"])!;
        _context = Core.GetType("Microsoft.ML.ModelLoadContext", throwOnError: true)!.GetConstructors(Any)
            .Single(constructor => constructor.GetParameters().Length == 3)
            .Invoke([_repository, entry, "TransformerChain"]);
    }

    public StoredModel Network(ArchiveHeader header) => (StoredModel)Call(typeof(ModelArchive), [_context, header]);

    public ImageNetTransformer Pixels(ArchiveHeader header) =>
        ImageNetTransformer.Load(new MLContext(), (string)Call(typeof(ImageArchive), [_context, header]));

    public void Dispose()
    {
        ((IDisposable)_context).Dispose();
        _repository.Dispose();
    }

    private static object Call(Type archive, object[] arguments)
    {
        try
        {
            return archive.GetMethods(Any)
                .Single(method => method.Name == "Load" && method.GetParameters().Length == arguments.Length)
                .Invoke(null, arguments)!;
        }
        catch (TargetInvocationException error)
        {
            throw error.InnerException!;
        }
    }

    private static IEnumerable<object?> Rest(MethodInfo method, int given) =>
        method.GetParameters().Skip(given).Select(parameter => parameter.DefaultValue);
}
