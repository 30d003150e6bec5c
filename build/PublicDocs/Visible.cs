using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Larq.PublicDocs;

/// <summary>What users of an assembly see of it, by the names that documentation has for it.</summary>
internal static class Visible
{
    public static IEnumerable<string> Names(ModuleDefinition module) =>
        module.Types.Where(type => type.IsPublic).SelectMany(Names);

    private static IEnumerable<string> Names(TypeDefinition type) =>
        Members(type).Select(member => DocCommentId.GetDocCommentId(member)).Append(DocCommentId.GetDocCommentId(type))
            .Concat(type.NestedTypes.Where(nested => nested.IsNestedPublic || nested.IsNestedFamily
                || nested.IsNestedFamilyOrAssembly).SelectMany(Names));

    private static IEnumerable<IMemberDefinition> Members(TypeDefinition type) =>
    [
        .. type.Methods.Where(IsVisible),
        .. type.Fields.Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly),
        .. type.Properties.Where(property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod)),
        .. type.Events.Where(one => IsVisible(one.AddMethod)),
    ];

    private static bool IsVisible(MethodDefinition? method) =>
        method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
}
